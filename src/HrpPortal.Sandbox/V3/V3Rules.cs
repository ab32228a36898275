using System.Text.Json;
using System.Text.RegularExpressions;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V3;

/// <summary>The words of the v3 contract beyond those of v0.5. What the live service's reader cannot even read is told apart: it answers that with an empty body.</summary>
internal static partial class V3Rules
{
    public const string Unreadable = "cannot be read";

    /// <summary>A string of any content.</summary>
    public static readonly Rule AnyText = (value, at) => value.ValueKind switch
    {
        JsonValueKind.String => null,
        JsonValueKind.Null or JsonValueKind.Undefined => $"{at} must not be null",
        _ => $"{at} {Unreadable}",
    };

    public static readonly Rule Text = AnyText.And((value, at) => string.IsNullOrWhiteSpace(value.GetString()) ? $"{at} must not be blank" : null);

    /// <summary>14 digits as a number or as a string; with hyphens it cannot be read (protocol §7.4).</summary>
    public static readonly Rule AbhaNumber = (value, at) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.String when Digits().IsMatch(value.ToString()) => value.ToString().Length == 14 ? null : $"{at} must have 14 digits",
        _ => $"{at} {Unreadable}",
    };

    public static readonly Rule AbhaAddress = Pattern(Address());

    public static readonly Rule PersonName = Pattern(Name());

    public static readonly Rule HiType = OneOf(
        "DiagnosticReport", "DischargeSummary", "HealthDocumentRecord", "ImmunizationRecord", "OPConsultation", "Prescription", "WellnessRecord", "Invoice");

    public static readonly Rule Moment = Text.And((value, at) => WireTime.Read(value.GetString()!) is null ? $"{at} must be a date-time" : null);

    public static Rule OneOf(params string[] values) => Text.And((value, at) => values.Contains(value.GetString()) ? null : $"{at} must be one of {string.Join(", ", values)}");

    public static Rule Integer(int from, int to) => (value, at) => value.ValueKind switch
    {
        JsonValueKind.Null => $"{at} must not be null",
        JsonValueKind.Number when value.TryGetInt32(out var number) => number >= from && number <= to ? null : $"{at} must be {from} to {to}",
        _ => $"{at} {Unreadable}",
    };

    /// <summary>An empty list is read; what it means is the consent manager's business.</summary>
    public static Rule ListOf(Rule item) => (value, at) => value.ValueKind is JsonValueKind.Array
        ? value.EnumerateArray().Select((one, index) => item(one, $"{at}[{index}]")).FirstOrDefault(problem => problem is not null)
        : $"{at} {Unreadable}";

    public static Rule Object(params Field[] fields) => (value, at) =>
        value.ValueKind is JsonValueKind.Object ? Rules.Object(fields)(value, at) : $"{(at.Length == 0 ? "body" : at)} {Unreadable}";

    private static Rule Pattern(Regex pattern) => Text.And((value, at) => pattern.IsMatch(value.GetString()!) ? null : $"{at} must match its pattern");

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.]+[a-zA-Z0-9]@(abdm|sbx)$")]
    private static partial Regex Address();

    /// <summary>As the official file has it; its nested repetitions would take for ever in a reader that goes back.</summary>
    [GeneratedRegex("^[a-zA-Z]+(([',. -][a-zA-Z ])?[a-zA-Z]*)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    /// <summary>Reference and name of a patient, and every display.</summary>
    [GeneratedRegex("""^[a-zA-Z0-9_\-@,. "':|()/]{1,255}$""")]
    public static partial Regex Display();

    [GeneratedRegex(@"^[a-zA-Z0-9_\-@,. ()/:\\]{1,255}$")]
    public static partial Regex Reference();
}
