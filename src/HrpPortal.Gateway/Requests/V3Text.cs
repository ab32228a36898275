using System.Text;

namespace HrpPortal.Gateway;

/// <summary>
/// What v3 takes for names, displays, references and counts (protocol §7.3, §7.4), checked before anything is sent: ABDM's own answer
/// to a text that breaks a rule is 400 and an empty body. Each check gives the first flaw, or null for none.
/// </summary>
public static class V3Text
{
    public const int Longest = 255;
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

    /// <summary>An address as v3 wants it; v0.5 takes others.</summary>
    public static V3TextFlaw? Address(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new V3TextFlaw(V3TextRule.Missing);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || text[at..] is not ("@sbx" or "@abdm"))
            return new V3TextFlaw(V3TextRule.NoSuchAddress);
        for (var i = 0; i < at; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && !(i > 0 && i < at - 1 && text[i] is '_' or '.'))
                return Flaw(V3TextRule.CharacterNotAllowed, text, i);
        }

        return at < 3 ? new V3TextFlaw(V3TextRule.NoSuchAddress) : null;
    }

    /// <summary>How many care contexts a group may have.</summary>
    public static V3TextFlaw? Count(int count) => count switch
    {
        < 1 => new V3TextFlaw(V3TextRule.Missing),
        > MostContexts => new V3TextFlaw(V3TextRule.TooMany),
        _ => null,
    };

    /// <summary>Every flaw of what is about to be linked, in its order.</summary>
    public static IEnumerable<(V3TextField Field, string? Reference, V3TextFlaw Flaw)> Of(IEnumerable<LinkGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups)
        {
            if (PatientReference(group.ReferenceNumber) is { } ofReference) yield return (V3TextField.PatientReference, null, ofReference);
            if (Display(group.Display) is { } ofDisplay) yield return (V3TextField.PatientDisplay, null, ofDisplay);
            if (Count(group.CareContexts.Count) is { } ofCount) yield return (V3TextField.Count, null, ofCount);
            if (group.Count != group.CareContexts.Count) yield return (V3TextField.Count, null, new V3TextFlaw(V3TextRule.CountDiffers));
            foreach (var context in group.CareContexts)
            {
                if (ContextReference(context.ReferenceNumber) is { } flaw) yield return (V3TextField.ContextReference, context.ReferenceNumber, flaw);
                if (Display(context.Display) is { } shown) yield return (V3TextField.ContextDisplay, context.ReferenceNumber, shown);
            }
        }
    }

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
    /// <summary>There must be something, and one care context at least.</summary>
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

    /// <summary>More than 20 care contexts of one kind in one request.</summary>
    TooMany,

    /// <summary>The count is not the number of care contexts: ABDM-1037.</summary>
    CountDiffers,

    /// <summary>Not an address of @sbx or @abdm.</summary>
    NoSuchAddress,
}

/// <summary>Where a flaw is.</summary>
public enum V3TextField { PatientReference, PatientDisplay, ContextReference, ContextDisplay, Count }
