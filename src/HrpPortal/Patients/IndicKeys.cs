using System.Collections.Frozen;
using System.Text;

namespace HrpPortal.Patients;

/// <summary>
/// A hand scanner types key places. With an Indian layout active (InScript, the one that Windows and Linux give all Indian
/// languages) its text turns into letters of that script, and is turned back here. The layout is the same in every script, and
/// Unicode lays the scripts out alike: a letter is moved to Devanagari, and from there to the key that bears it.
/// </summary>
internal static class IndicKeys
{
    private const int Devanagari = 0x0900;
    private const int EndOfScripts = 0x0D80;

    /// <summary>
    /// Two lines a row of keys: as an English keyboard bears them, and what InScript puts there. Keys that give several letters
    /// (# $ % ^ &amp; *) are left out: their letters, each by itself, are those of keys that a card needs.
    /// </summary>
    private static readonly (string Keys, string Letters)[] Rows =
    [
        ("qwertyuiop[]", "ौैाीूबहगदजड\u093C"), ("QWERTYUIOP{}", "औऐआईऊभङघधझढञ"),
        ("asdfghjkl;'", "ोे्िुपरकतचट"), ("ASDFGHJKL:\"", "ओएअइउफ\u0931खथछठ"),
        ("zxcvbnm/", "ॆंमनवलसय"), ("ZXCVBNM<>", "ऎँण\u0929\u0934ळशष।"),
        ("!@_+=`~\\|", "ऍॅःऋृॊऒॉऑ"), ("0123456789", "०१२३४५६७८९"),
    ];

    private static readonly FrozenDictionary<char, char> Keys =
        Rows.SelectMany(row => row.Letters.Zip(row.Keys)).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    public static bool HasIndic(string text) => text.Any(IsIndic);

    /// <summary>The text as an English keyboard would have typed it; null when a letter stands on no key.</summary>
    public static string? ToEnglish(string text)
    {
        var moved = string.Concat(text.Select(letter => IsIndic(letter) ? (char)(Devanagari + (letter & 0x7F)) : letter)).Normalize(NormalizationForm.FormC);
        var english = new StringBuilder(moved.Length);
        foreach (var letter in moved)
        {
            if (!IsIndic(letter)) english.Append(letter);
            else if (Keys.TryGetValue(letter, out var key)) english.Append(key);
            else return null;
        }

        return english.ToString();
    }

    private static bool IsIndic(char letter) => letter is >= (char)Devanagari and < (char)EndOfScripts;
}
