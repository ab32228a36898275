using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Phone;

/// <summary>How a dialect says what a patient wants of a facility, and how it reads the facility's answer.</summary>
internal abstract class PatientMessages
{
    public abstract Dialect Dialect { get; }

    public abstract (string Ask, string Answer) Discover { get; }

    public abstract (string Ask, string Answer) LinkInit { get; }

    public abstract (string Ask, string Answer) LinkConfirm { get; }

    public abstract (string Ask, string Answer) Consent { get; }

    public abstract (string Ask, string Answer) Data { get; }

    public JsonObject DiscoverBody(Account account, string transactionId, string? medicalRecord) => new()
    {
        ["transactionId"] = transactionId,
        ["patient"] = new JsonObject
        {
            ["id"] = account.Address,
            ["name"] = account.Name,
            ["gender"] = account.Gender,
            ["yearOfBirth"] = account.Born.Year,
            ["verifiedIdentifiers"] = Verified(account),
            ["unverifiedIdentifiers"] = Identifiers(("MR", medicalRecord)),
        },
    };

    public abstract JsonObject LinkInitBody(Account account, string transactionId, IReadOnlyList<FoundRecord> picked);

    public static JsonObject LinkConfirmBody(string linkReference, string code) =>
        new() { ["confirmation"] = new JsonObject { ["linkRefNumber"] = linkReference, ["token"] = code } };

    public abstract IReadOnlyList<FoundRecord> Found(JsonElement answer);

    /// <summary>Both dialects' own time format.</summary>
    public abstract string Time(DateTimeOffset at);

    /// <summary>Each dialect has names of its own for them.</summary>
    protected abstract JsonArray Verified(Account account);

    protected static JsonArray Identifiers(params (string Type, string? Value)[] all) =>
        new([.. all.Where(one => one.Value is not null).Select(one => new JsonObject { ["type"] = one.Type, ["value"] = one.Value })]);

    protected static IEnumerable<FoundRecord> FoundIn(JsonElement patient, string? hiType) => patient.GetProperty("careContexts").EnumerateArray()
        .Select(one => new FoundRecord(patient.Text("referenceNumber"), patient.Text("display"), one.Text("referenceNumber"), one.Text("display"), hiType));

    protected static JsonArray References(IEnumerable<FoundRecord> records) => new([.. records.Select(one => new JsonObject { ["referenceNumber"] = one.Reference })]);

    public static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A record that a facility found for a patient.</summary>
internal sealed record FoundRecord(string PatientReference, string PatientDisplay, string Reference, string Display, string? HiType);

/// <summary>Protocol §6, left column.</summary>
internal sealed class V05Messages(V05.V05Dialect dialect) : PatientMessages
{
    public override Dialect Dialect => dialect;

    public override (string Ask, string Answer) Discover => ("/v0.5/care-contexts/discover", AnswerPaths.OnDiscover);

    public override (string Ask, string Answer) LinkInit => ("/v0.5/links/link/init", AnswerPaths.OnLinkInit);

    public override (string Ask, string Answer) LinkConfirm => ("/v0.5/links/link/confirm", AnswerPaths.OnLinkConfirm);

    public override (string Ask, string Answer) Consent => ("/v0.5/consents/hip/notify", AnswerPaths.ConsentOnNotify);

    public override (string Ask, string Answer) Data => ("/v0.5/health-information/hip/request", AnswerPaths.DataOnRequest);

    protected override JsonArray Verified(Account account) =>
        Identifiers(("MOBILE", account.Mobile is null ? null : "+91" + account.Mobile), ("NDHM_HEALTH_NUMBER", account.AbhaNumber), ("HEALTH_ID", account.Address));

    public override JsonObject LinkInitBody(Account account, string transactionId, IReadOnlyList<FoundRecord> picked) => new()
    {
        ["transactionId"] = transactionId,
        ["patient"] = new JsonObject { ["id"] = account.Address, ["referenceNumber"] = picked[0].PatientReference, ["careContexts"] = References(picked) },
    };

    public override IReadOnlyList<FoundRecord> Found(JsonElement answer) => [.. FoundIn(answer.GetProperty("patient"), null)];

    public override string Time(DateTimeOffset at) => WireTime.Write(at);
}

/// <summary>Protocol §6, right column; bodies as NHA's collection has them.</summary>
internal sealed class V3Messages(V3.V3Dialect dialect) : PatientMessages
{
    public override Dialect Dialect => dialect;

    public override (string Ask, string Answer) Discover => ("/api/v3/hip/patient/care-context/discover", AnswerPaths.OnDiscoverV3);

    public override (string Ask, string Answer) LinkInit => ("/api/v3/hip/link/care-context/init", AnswerPaths.OnLinkInitV3);

    public override (string Ask, string Answer) LinkConfirm => ("/api/v3/hip/link/care-context/confirm", AnswerPaths.OnLinkConfirmV3);

    public override (string Ask, string Answer) Consent => ("/api/v3/consent/request/hip/notify", AnswerPaths.ConsentOnNotifyV3);

    public override (string Ask, string Answer) Data => ("/api/v3/hip/health-information/request", AnswerPaths.DataOnRequestV3);

    protected override JsonArray Verified(Account account) => Identifiers(("MOBILE", account.Mobile), ("ABHA_NUMBER", account.AbhaNumber), ("abhaAddress", account.Address));

    public override JsonObject LinkInitBody(Account account, string transactionId, IReadOnlyList<FoundRecord> picked) => new()
    {
        ["transactionId"] = transactionId,
        ["abhaAddress"] = account.Address,
        ["patient"] = new JsonArray([.. picked.GroupBy(one => (one.PatientReference, one.HiType)).Select(group => new JsonObject
        {
            ["referenceNumber"] = group.Key.PatientReference, ["careContexts"] = References(group), ["hiType"] = group.Key.HiType, ["count"] = group.Count(),
        })]),
    };

    public override IReadOnlyList<FoundRecord> Found(JsonElement answer) =>
        [.. answer.GetProperty("patient").EnumerateArray().SelectMany(group => FoundIn(group, group.Text("hiType")))];

    public override string Time(DateTimeOffset at) => WireTime.WriteZ(at);
}
