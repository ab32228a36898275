using System.Text;

namespace HrpPortal.Patients;

/// <summary>
/// The sound of a word of an Indian name in Latin letters, whichever way it is spelled: Lakshmi and Laxmi, Deepak and Dipak,
/// Vishwanath and Viswanadh. A rough key: what sounds alike has the same one or one that is a letter or two apart.
/// </summary>
internal static class Sound
{
    /// <summary>In this order; each works on what those before it left.</summary>
    private static readonly (string Spelled, string Heard)[] Rules =
    [
        ("ksh", "ks"), ("chh", "ch"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("ph", "f"), ("zh", "l"),
        ("x", "ks"), ("ck", "k"), ("q", "k"), ("ow", "o"), ("w", "v"), ("z", "j"), ("y", "i"), ("ee", "i"), ("ii", "i"), ("oo", "u"), ("uu", "u"), ("aa", "a"), ("ai", "e"), ("ei", "e"), ("ou", "o"), ("au", "o"),
    ];

    /// <summary>Written short, and said in full.</summary>
    private static readonly (string Short, string Full)[] Abbreviations =
        [("md", "mohamed"), ("mohd", "mohamed"), ("muhd", "mohamed"), ("mhd", "mohamed"), ("kr", "kumar")];

    /// <param name="word">One word of <see cref="NameKey.Words"/>.</param>
    public static string Of(string word)
    {
        foreach (var (little, full) in Abbreviations)
        {
            if (word == little) word = full;
        }

        foreach (var (spelled, heard) in Rules) word = word.Replace(spelled, heard, StringComparison.Ordinal);
        var key = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (key.Length == 0 || key[^1] != letter) key.Append(letter);
        }

        // Asha, Ashah and Ash end alike.
        while (key.Length > 2 && key[^1] is 'a' or 'h') key.Length--;
        return key.ToString();
    }

    /// <summary>The same sound, but for a slip in a word of some length and two in a long one.</summary>
    public static bool AreAlike(string one, string other) => one == other || Spelling.Within(one, other, Slips(Math.Min(one.Length, other.Length)));

    /// <summary>A typed word, perhaps not to its end yet, may mean this word of a name.</summary>
    public static bool MayMean(string typed, string word) => MayMean(typed, Of(typed), word, Of(word));

    public static bool MayMean(string typed, string typedSound, string word, string wordSound) => typed.Length < 3
        ? word.StartsWith(typed, StringComparison.Ordinal)
        : word.Contains(typed, StringComparison.Ordinal) || (typedSound.Length > 2 && wordSound.StartsWith(typedSound, StringComparison.Ordinal))
            || AreAlike(typedSound, wordSound) || Spelling.IsSlip(typed, word);

    public static int Slips(int length) => length switch { < 5 => 0, < 7 => 1, _ => 2 };
}
