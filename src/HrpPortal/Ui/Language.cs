using System.Globalization;

namespace HrpPortal.Ui;

/// <summary>A language that the portal speaks.</summary>
/// <param name="Culture">By it texts, dates and sorting are chosen.</param>
/// <param name="Lang">What the html element says.</param>
/// <param name="Name">In its own script.</param>
public sealed record Language(string Culture, string Lang, string Name)
{
    public static Language English { get; } = new("en-IN", "en-IN", "English");

    public static Language Hindi { get; } = new("hi-IN", "hi", "हिन्दी");

    public static IReadOnlyList<Language> All { get; } = [English, Hindi];

    public static Language Current => Find(CultureInfo.CurrentUICulture.Name) ?? English;

    public static Language? Find(string? culture) => All.FirstOrDefault(language => language.Culture == culture);
}
