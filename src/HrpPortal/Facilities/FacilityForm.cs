using System.Text.RegularExpressions;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Ui;

namespace HrpPortal.Facilities;

/// <summary>A facility as an administrator writes it down.</summary>
public sealed partial class FacilityForm
{
    public const int LongestName = 200;

    public string? HipId { get; set; }
    public string? Name { get; set; }
    public GatewayDialect? Dialect { get; set; }

    public static FacilityForm Of(Facility facility) => new() { HipId = facility.HipId, Name = facility.Name, Dialect = facility.Dialect };

    /// <param name="hasV3">Whether the portal knows where v3 lives.</param>
    internal FieldErrors Check(bool hasV3)
    {
        var errors = new FieldErrors();
        (HipId, Name) = (HipId?.Trim(), Name?.Trim());
        // The registry's ids are IN and ten digits; ABDM's sandbox takes any word (protocol, 9). A callback of the bridge itself has the prefix.
        errors.Require(HipId is { Length: > 0 }, nameof(HipId), FacilityTexts.EnterHipId);
        errors.Require(HipIds().IsMatch(HipId ?? "") && !HipId!.StartsWith(CallbackGate.BridgePrefix, StringComparison.OrdinalIgnoreCase), nameof(HipId), FacilityTexts.WrongHipId);
        errors.Require(Name is { Length: > 0 and <= LongestName } && !Name.Any(char.IsControl), nameof(Name), FacilityTexts.EnterName);
        // It stands above the records in the patient's app (protocol, 7.4).
        errors.Require(V3Text.Display(Name) is null or { Rule: V3TextRule.Missing }, nameof(Name), FacilityTexts.PlainName);
        errors.Require(Dialect is not null, nameof(Dialect), FacilityTexts.ChooseDialect);
        errors.Require(Dialect is not GatewayDialect.V3 || hasV3, nameof(Dialect), FacilityTexts.NoV3Address.With("Gateway:V3BaseUrl"));
        return errors;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.\-]{2,63}$")]
    private static partial Regex HipIds();
}

/// <summary>What became of a change.</summary>
public abstract record FacilitySaved
{
    private FacilitySaved() { }

    public sealed record Saved : FacilitySaved;

    public sealed record Invalid(FieldErrors Errors) : FacilitySaved;
}
