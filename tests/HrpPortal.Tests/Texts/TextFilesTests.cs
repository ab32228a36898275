using System.Text.RegularExpressions;
using HrpPortal.Tests.Architecture;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Texts;

/// <summary>Every language says everything, and every text is said somewhere.</summary>
public sealed partial class TextFilesTests
{
    /// <summary>What clerks call by its Latin name in any language.</summary>
    internal static readonly IReadOnlySet<string> Latin = new HashSet<string>(StringComparer.Ordinal)
    {
        "ABDM", "ABHA", "PHR", "OTP", "SMS", "HIP", "HRP", "Portal", "HMIS", "IT", "IST", "QR", "ID", "URL", "HTTP", "HTTPS", "NTP", "JSON", "CSV", "USB", "UTC", "QWERTY", "Hindi", "English", "requestId",
        "Alt", "Ctrl", "Enter", "Esc", "Shift", "Space", "Tab", "sbx", "abdm", "name", "Aadhaar", "OPD",
    };

    private static readonly string[] Languages = [.. Language.All.Where(one => one != Language.English).Select(one => one.Culture.Split('-')[0])];

    [Fact]
    public void Every_language_has_every_text()
    {
        Assert.NotEmpty(Languages);
        Assert.NotEmpty(TextFile.All);
        Rule.NoneBreaks("Every text in every language, none empty, none that English has not:", TextFile.All.SelectMany(Missing));
    }

    [Fact]
    public void A_text_has_the_same_places_for_values_in_every_language() => Rule.NoneBreaks(
        "A value without a place is not shown; a place without a value breaks the page:",
        from path in TextFile.All
        let english = TextFile.Read(path)
        from language in Languages
        from text in TextFile.Read(TextFile.In(language, path)).Texts
        where english.Texts.ContainsKey(text.Key) && !TextFile.Places(text.Value).SequenceEqual(TextFile.Places(english.Texts[text.Key]))
        select $"{english.Class}.{text.Key} ({language}): {text.Value}");

    [Fact]
    public void Hindi_is_written_in_Devanagari()
    {
        Assert.NotEmpty(Foreign("Link भेजें"));
        Assert.Empty(Foreign("ABDM को भेजें (Ctrl+Enter)"));
        Rule.NoneBreaks("No words of English but those that clerks say in English too:",
            from path in TextFile.All
            let hindi = TextFile.Read(TextFile.In("hi", path))
            from text in hindi.Texts
            from word in Foreign(text.Value)
            select $"{hindi.Class}.{text.Key}: {word}");
    }

    [Fact]
    public void Every_text_is_used()
    {
        var code = string.Join('\n', Sources.Under("src/HrpPortal/", ".cs", ".razor").Select(Sources.Text));
        var names = TextFile.All.Select(TextFile.Read).SelectMany(file => file.Texts.Keys, (file, key) => $"{file.Class}.{key}").ToList();
        Assert.Contains("UiTexts.SignOut", names);
        Rule.NoneBreaks("Said by nobody:", names.Where(name => !Regex.IsMatch(code, $@"\b{Regex.Escape(name)}\b")));
    }

    private static IEnumerable<string> Missing(string path)
    {
        var english = TextFile.Read(path);
        foreach (var empty in english.Texts.Where(text => text.Value.Length == 0)) yield return $"{english.Class}.{empty.Key} is empty";
        foreach (var language in Languages)
        {
            if (!Sources.All.Contains(TextFile.In(language, path)))
            {
                yield return $"{TextFile.In(language, path)} is not there";
                continue;
            }

            var other = TextFile.Read(TextFile.In(language, path));
            foreach (var key in english.Texts.Keys.Where(key => string.IsNullOrWhiteSpace(other.Texts.GetValueOrDefault(key)))) yield return $"{english.Class}.{key} is not there in {language}";
            foreach (var key in other.Texts.Keys.Except(english.Texts.Keys)) yield return $"{english.Class}.{key} is there in {language} alone";
        }
    }

    private static IEnumerable<string> Foreign(string text) => LatinWord().Matches(TextFile.Places(text).Aggregate(text, (left, place) => left.Replace(place, "", StringComparison.Ordinal)))
        .Select(match => match.Value).Where(word => word.Length > 1 && !Latin.Contains(word));

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex LatinWord();
}
