using System.Text.Json;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Sandbox.Gateway.Rules;

namespace HrpPortal.Sandbox.V05;

/// <summary>Request bodies of the official v0.5 contract (ndhm-gateway-v1.yml), as far as a facility that links needs them.</summary>
internal static class Contract
{
    private static readonly Rule Purpose = OneOf("LINK", "KYC", "KYC_AND_LINK");
    private static readonly Rule AuthMode = OneOf("MOBILE_OTP", "DIRECT", "DEMOGRAPHICS", "AADHAAR_OTP");
    private static readonly Rule Requester = Object(new("type", OneOf("HIP", "HIU")), new("id", Text));
    private static readonly Rule HiType = OneOf(
        "OPConsultation", "Prescription", "DischargeSummary", "DiagnosticReport", "ImmunizationRecord", "HealthDocumentRecord", "WellnessRecord");

    private static readonly Rule Demographic = Object(
        new("name", Text), new("gender", OneOf("M", "F", "O", "U")), new("dateOfBirth", Date),
        new("identifier", Object(new("type", OneOf("MOBILE")), new("value", Text)), Required: false));

    public static readonly Rule SessionRequest = Object(
        new("clientId", Text), new("clientSecret", Text), new("grantType", OneOf("client_credentials", "refresh_token")), new("refreshToken", Text, Required: false));

    /// <summary>PatientAuthModeQueryRequest.</summary>
    public static readonly Rule FetchModes = Enveloped(
        new Field("query", Object(new("id", Text), new("purpose", Purpose), new("requester", Requester))));

    /// <summary>PatientAuthInitRequest.</summary>
    public static readonly Rule Init = Enveloped(
        new Field("query", Object(new("id", Text), new("purpose", Purpose), new("authMode", AuthMode, Required: false), new("requester", Requester))));

    /// <summary>PatientAuthConfirmRequest: "only credential.authCode or credential.demographic should be sent".</summary>
    public static readonly Rule Confirm = Enveloped(
        new("transactionId", Text),
        new("credential", Object(new("authCode", Text, Required: false), new("demographic", Demographic, Required: false)).And(ExactlyOneField)));

    /// <summary>PatientCareContextLinkRequest.</summary>
    public static readonly Rule AddContexts = Enveloped(
        new Field("link", Object(
            new("accessToken", Text),
            new("patient", Object(
                new("referenceNumber", Text),
                new("display", Text),
                new("careContexts", ListOf(Object(new("referenceNumber", Text), new("display", Text))).And(DistinctReferences)))))));

    /// <summary>HipDataNotificationRequest.</summary>
    public static readonly Rule Notify = Enveloped(
        new Field("notification", Object(
            new("patient", Object(new Field("id", Text))),
            new("careContext", Object(new("patientReference", Text), new("careContextReference", Text))),
            new("hiTypes", ListOf(HiType)),
            new("date", Rules.DateTime),
            new("hip", Object(new Field("id", Text))))));

    /// <summary>PatientSMSNotificationRequest2.</summary>
    public static readonly Rule SmsNotify = Enveloped(
        new Field("notification", Object(new("phoneNo", Text), new("hip", Object(new("id", Text), new("name", Text, Required: false))))));

    /// <summary>The time stamp's form is the replay check's business: one that does not parse is answered 429 (protocol §2).</summary>
    private static Rule Enveloped(params Field[] fields) => Object([new("requestId", Uuid), new("timestamp", Text), .. fields]);

    private static string? ExactlyOneField(JsonElement value, string at) =>
        value.EnumerateObject().Count() == 1 ? null : $"{at} must hold exactly one of authCode, demographic";

    private static string? DistinctReferences(JsonElement value, string at) =>
        value.EnumerateArray().Select(one => one.Text("referenceNumber")).Distinct().Count() == value.GetArrayLength() ? null : $"{at} names a reference twice";
}
