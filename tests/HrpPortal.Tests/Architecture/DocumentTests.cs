using System.Text.Json;
using System.Text.RegularExpressions;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>What the documents say is there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_link_and_picture_of_a_document_leads_somewhere()
    {
        var links = Documents().SelectMany(path => Link().Matches(Sources.Text(path)), (path, match) => (Path: path, Text: match.Groups["text"].Value, Target: match.Groups["target"].Value))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal)).ToList();
        Assert.True(links.Count > 40, $"{links.Count} links were found.");
        Assert.Contains(links, link => link.Target.EndsWith(".png", StringComparison.Ordinal));

        Rule.NoneBreaks("A link that leads nowhere:", links.Where(link => !Exists(Resolve(link.Path, link.Target))).Select(link => $"{link.Path}: {link.Target}"));
    }

    /// <summary>[LinkService.SubmitAsync](…/LinkService.cs): the file is that of the type, and the member is in it.</summary>
    [Fact]
    public void Every_link_to_a_member_finds_it_in_the_code()
    {
        var links = Documents().SelectMany(path => MemberLink().Matches(Sources.Text(path)), (path, match) => (Path: path, Match: match)).ToList();
        Assert.True(links.Count > 10, $"{links.Count} links to members were found.");

        Rule.NoneBreaks("A member that is not there:",
            from link in links
            let file = Resolve(link.Path, link.Match.Groups["target"].Value)
            let code = File.Exists(file) ? File.ReadAllText(file) : ""
            where !HasWord(code, link.Match.Groups["type"].Value) || !HasWord(code, link.Match.Groups["member"].Value)
            select $"{link.Path}: {link.Match.Value}");
    }

    [Fact]
    public void Every_setting_stands_in_the_table_of_settings()
    {
        var readme = Sources.Text("README.md");
        var keys = new[] { "appsettings.json", "appsettings.Development.json" }.SelectMany(path => Keys(JsonDocument.Parse(Sources.Text(path)).RootElement, "")).Where(key => !key.StartsWith("Logging:", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(keys.Count > 20);

        Rule.NoneBreaks("Not in the README's table:", keys.Where(key => !IsTold(readme, key)));
    }

    private static IEnumerable<string> Documents() => Sources.All.Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    private static string Resolve(string document, string target) =>
        Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, Uri.UnescapeDataString(target.Split('#')[0])));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static bool HasWord(string code, string word) => Regex.IsMatch(code, $@"\b{Regex.Escape(word)}\b");

    private static IEnumerable<string> Keys(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(one => Keys(one.Value, path.Length == 0 ? one.Name : $"{path}:{one.Name}")),
        JsonValueKind.Array => value.EnumerateArray().Take(1).SelectMany(one => Keys(one, $"{path}:0")),
        _ => [path],
    };

    /// <summary>As `Gateway:ClientId`, or in a row that begins with a sister and goes on with `:ClientSecret`.</summary>
    private static bool IsTold(string readme, string key)
    {
        if (readme.Contains($"`{key}`", StringComparison.Ordinal)) return true;
        var at = key.LastIndexOf(':');
        return at > 0 && readme.Split('\n').Any(line => line.StartsWith($"| `{key[..at]}:", StringComparison.Ordinal) && line.Contains($"`{key[at..]}`", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)\]\((?<target>[^)\s]+\.cs)\)")]
    private static partial Regex MemberLink();
}
