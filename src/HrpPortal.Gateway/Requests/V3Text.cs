using System.Text;

namespace HrpPortal.Gateway;

/// <summary>
/// What v3 takes for names, displays and references (protocol §7.3, §7.4), checked before anything is sent: ABDM's own answer
/// to a text that breaks a rule is 400 and an empty body. Each check gives the first flaw, or null for none.
/// </summary>
public static class V3Text
{
    public const int Longest = 255;

    /// <summary>How many care contexts of one kind a request may have.</summary>
    public const int MostContexts = 20;

    private const string Everywhere = "_-@,. ()/:";

    /// <summary>
    /// A patient's name for generate-token: Latin letters, and between them a mark of <c>' , . -</c> or a space, at most two in a row
    /// of which the second is a space. ABDM: <c>^[a-zA-Z]+(([',. -][a-zA-Z ])?[a-zA-Z]*)*$</c>.
    /// </summary>
    public static V3TextFlaw? Name(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new V3TextFlaw(V3TextRule.Missing);
        if (!char.IsAsciiLetter(text[0]))
            return Flaw(char.IsAscii(text[0]) ? V3TextRule.BeginsWithoutLetter : V3TextRule.NotALetter, text, 0);
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiLetter(text[i]))
                continue;
            if (text[i] is not ('\'' or ',' or '.' or ' ' or '-'))
                return Flaw(V3TextRule.NotALetter, text, i);
            if (i + 1 == text.Length)
                return Flaw(V3TextRule.EndsWithMark, text, i);
            if (!char.IsAsciiLetter(text[i + 1]) && text[i + 1] != ' ')
                return Flaw(IsMark(text[i + 1]) ? V3TextRule.TwoMarks : V3TextRule.NotALetter, text, i + 1);
            i++;
        }

        return null;
    }

    /// <summary>What the patient sees, of the hospital or of a care context.</summary>
    public static V3TextFlaw? Display(string? text) => Of(text, "\"'|");

    /// <summary>The facility's own id of the patient.</summary>
    public static V3TextFlaw? PatientReference(string? text) => Of(text, "\"'|");

    /// <summary>The facility's id of the care context: no quotes here, but a backslash may be.</summary>
    public static V3TextFlaw? ContextReference(string? text) => Of(text, "\\");

    private static V3TextFlaw? Of(string? text, string also)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new V3TextFlaw(V3TextRule.Missing);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && !Everywhere.Contains(text[i], StringComparison.Ordinal) && !also.Contains(text[i], StringComparison.Ordinal))
                return Flaw(V3TextRule.CharacterNotAllowed, text, i);
        }

        return text.Length > Longest ? new V3TextFlaw(V3TextRule.TooLong) : null;
    }

    private static bool IsMark(char character) => character is '\'' or ',' or '.' or '-';

    private static V3TextFlaw Flaw(V3TextRule rule, string text, int at) =>
        new(rule, Rune.TryGetRuneAt(text, at, out var rune) ? rune.ToString() : "\uFFFD", at);
}

/// <param name="Character">The one that may not stand there, whole though it be two chars; absent where the rule is not about one.</param>
/// <param name="At">Where it stands, from 0.</param>
public sealed record V3TextFlaw(V3TextRule Rule, string? Character = null, int? At = null);

/// <summary>Which rule a text breaks; words for it stand with the pages.</summary>
public enum V3TextRule
{
    /// <summary>There must be something.</summary>
    Missing,

    /// <summary>More than 255 characters.</summary>
    TooLong,

    /// <summary>A character that ABDM does not take there: #, &amp;, +, another script than Latin.</summary>
    CharacterNotAllowed,

    /// <summary>In a name: a digit, a sign, or a letter of another script.</summary>
    NotALetter,

    /// <summary>A name begins with a mark or a space.</summary>
    BeginsWithoutLetter,

    /// <summary>A name ends with a mark or a space.</summary>
    EndsWithMark,

    /// <summary>In a name two marks follow each other.</summary>
    TwoMarks,
}
