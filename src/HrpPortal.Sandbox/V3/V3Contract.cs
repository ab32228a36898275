using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Sandbox.V3.V3Rules;

namespace HrpPortal.Sandbox.V3;

/// <summary>Request bodies of HIE-CM v3 (hip-initiated-linking, link-token; protocol §7). Patterns and counts of a link are looked at later: their errors come by callback.</summary>
internal static class V3Contract
{
    public static readonly Rule GenerateToken = Object(
        new("abhaNumber", AbhaNumber, Required: false), new("abhaAddress", AbhaAddress), new("name", PersonName),
        new("gender", OneOf("M", "F", "O", "D", "T", "U")), new("yearOfBirth", Integer(1900, 2200)));

    public static readonly Rule LinkCareContext = Object(
        new("abhaNumber", AbhaNumber, Required: false),
        new("abhaAddress", AbhaAddress),
        new("patient", ListOf(Object(
            new("referenceNumber", AnyText),
            new("display", AnyText),
            new("careContexts", ListOf(Object(new("referenceNumber", AnyText), new("display", AnyText)))),
            new("hiType", HiType),
            new("count", Integer(int.MinValue, int.MaxValue))))));

    /// <summary>The collection still sends the envelope of v0.5 along.</summary>
    public static readonly Rule SmsNotify = Object(
        new("requestId", Text, Required: false), new("timestamp", Text, Required: false),
        new("notification", Object(new("phoneNo", Text), new("hip", Object(new("id", Text), new("name", Text))))));

    public static readonly Rule Notify = Object(
        new Field("notification", Object(
            new("patient", Object(new Field("id", Text))),
            new("careContext", Object(new("patientReference", Text), new("careContextReference", Text))),
            new("hiTypes", ListOf(HiType).And((value, at) => value.GetArrayLength() == 0 ? $"{at} must not be empty" : null)),
            new("date", Moment),
            new("hip", Object(new("id", Text), new("name", Text, Required: false), new("type", Text, Required: false))))));
}
