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
        ("x", "ks"), ("ck", "k"), ("q", "k"), ("w", "v"), ("z", "j"), ("y", "i"), ("ee", "i"), ("ii", "i"), ("oo", "u"), ("uu", "u"), ("aa", "a"), ("ou", "o"), ("au", "o"), ("ov", "o"),
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

    /// <summary>One of them may be the beginning of the other, as long as a name is being typed.</summary>
    public static bool Begins(string typed, string key) => typed.Length >= 3 && key.StartsWith(typed, StringComparison.Ordinal);

    /// <summary>The same sound, but for a slip: none in a short word, one in a middling, two in a long one.</summary>
    public static bool AreAlike(string one, string other) => one == other || Spelling.Within(one, other, Slips(Math.Min(one.Length, other.Length)));

    public static int Slips(int length) => length switch { < 4 => 0, < 7 => 1, _ => 2 };
}
