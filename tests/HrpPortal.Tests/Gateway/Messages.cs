using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>Our requests with the values that the golden files have.</summary>
internal static class Messages
{
    public const string LinkingToken = "eyJhbGciOiJSUzUxMiJ9.eyJzdWIiOiJtZWVyYS5qb3NoaUBzYngifQ.c2lnbmF0dXJl";

    public static readonly DateTimeOffset Now = new(2031, 5, 4, 14, 30, 5, 70, TimeSpan.FromMinutes(330));

    public static Guid Id { get; } = new("0b9f2c54-6a0e-4a55-9d0c-4c1b8f0e7a21");

    public static AddContextsRequest AddContexts(Guid? id = null) => new(id ?? Id, Now, new ContextLink(
        new Secret(LinkingToken),
        new LinkPatient("SJH-000417", "Records of Sanjeevani Hospital",
            [new LinkContext("OPD-2031-0042", "OPD visit on 04-May-2031"), new LinkContext("LAB-2031-0977", "Blood & urine, \"fasting\" – ರಕ್ತ")])));

    public static NotifyContextRequest Notify() => new(Id, Now, new ContextNotification(
        new NotifiedPatient("meera.joshi@sbx"),
        new NotifiedContext("SJH-000417", "OPD-2031-0042"),
        [HiType.OpConsultation, HiType.Prescription],
        new DateTimeOffset(2031, 5, 4, 8, 45, 0, TimeSpan.Zero),
        new NotifyingHip("IN0710000001")));

    public static GenerateTokenRequest GenerateToken(string? abhaNumber = "91-1111-2222-3330") =>
        new(Id, Now, "IN0710000001", "meera.joshi@sbx", abhaNumber, "Meera S. Joshi", "F", 1988);

    public static LinkCareContextRequest LinkCareContext() => new(Id, Now, "IN0710000001", new Secret(LinkingToken), "91111122223330", "meera.joshi@sbx",
    [
        new LinkGroup("SJH-000417", "Records of Sanjeevani Hospital",
            [new LinkContext("OPD-2031-0042", "OPD visit on 04-May-2031"), new LinkContext("OPD-2031-0043", "OPD visit (evening) on 04-May-2031")], HiType.OpConsultation),
        new LinkGroup("SJH-000417", "Records of Sanjeevani Hospital", [new LinkContext("LAB-2031-0977", "Blood report")], HiType.DiagnosticReport),
    ]);

    public static NotifyContextV3Request NotifyV3() => new(Id, Now, "IN0710000001", Notify().Notification);

    public static FetchAuthModesRequest FetchModes() =>
        new(Id, Now, new AuthModesQuery("meera.joshi@sbx", AuthPurpose.KycAndLink, Requester.Hip("IN0710000001")));

    public static InitAuthRequest Init() =>
        new(Id, Now, new AuthInitQuery("meera.joshi@sbx", AuthPurpose.Link, AuthMode.Demographics, Requester.Hip("IN0710000001")));

    public static ConfirmAuthRequest ConfirmDemographics() => new(Id, Now, "7a1f0a6e-33d5-4b7e-8f7c-2f4f7f0f9b10", AuthCredential.Of(
        new Demographic("Meera Joshi", "F", Demographic.Day(new DateOnly(1988, 11, 3)), DemographicIdentifier.Mobile("+919812345678"))));

    public static ConfirmAuthRequest ConfirmOtp() =>
        new(Id, Now, "7a1f0a6e-33d5-4b7e-8f7c-2f4f7f0f9b10", AuthCredential.Otp(new Secret("481526")));
}
