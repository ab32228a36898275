using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>One of every request that we can send, each with the name of its golden file; of some there are two.</summary>
internal static class AllMessages
{
    private const string Hip = "IN0710000001";
    private const string Transaction = "7a1f0a6e-33d5-4b7e-8f7c-2f4f7f0f9b10";
    private const string Consent = "5c1e9f2a-0f3b-4f55-8a52-7f0d3c1b9e44";

    private static readonly AnsweredCall Theirs = new("c3b1d7a0-52a7-4f19-9b3a-0c9f5e2d4a66");
    private static readonly AnswerError NoPatient = new(HipError.NoPatient, "No patient found");
    private static readonly AnswerErrorV3 NoPatientV3 = new(HipErrorV3.NoPatient, "No patient found");
    private static readonly SmsNotification Sms = new(SmsNotification.Phone("098123 45678"), new SmsHip("Sanjeevani Hospital", Hip));
    private static readonly LinkChallenge Challenge =
        LinkChallenge.ByMobile("LR-77", "OTP sent to the mobile ending 5678", new DateTimeOffset(2031, 5, 4, 9, 10, 0, TimeSpan.Zero));

    public static IReadOnlyList<(string Golden, GatewayRequest Request)> V05 { get; } =
    [
        ("add-contexts", Messages.AddContexts()),
        ("context-notify", Messages.Notify()),
        ("fetch-modes", Messages.FetchModes()),
        ("init", Messages.Init()),
        ("confirm-demographics", Messages.ConfirmDemographics()),
        ("confirm-otp", Messages.ConfirmOtp()),
        ("auth-on-notify", new AcknowledgeAuthRequest(Messages.Id, Messages.Now, Theirs)),
        ("auth-on-notify-error", new AcknowledgeAuthRequest(Messages.Id, Messages.Now, Theirs, new AnswerError(HipError.BadRequest, "No such transaction"))),
        ("status-on-notify", new AcknowledgePatientStatusRequest(Messages.Id, Messages.Now, Theirs)),
        ("sms-notify2", new SmsNotifyRequest(Messages.Id, Messages.Now, Sms)),
        ("on-discover", new AnswerDiscoveryRequest(Messages.Id, Messages.Now, Transaction,
            new DiscoveredPatient("SJH-000417", "Records of Sanjeevani Hospital", [new LinkContext("OPD-2031-0042", "OPD visit on 04-May-2031")], [MatchedBy.Mobile, MatchedBy.MedicalRecord]),
            null, Theirs)),
        ("on-discover-none", new AnswerDiscoveryRequest(Messages.Id, Messages.Now, Transaction, null, NoPatient, Theirs)),
        ("link-on-init", new AnswerLinkInitRequest(Messages.Id, Messages.Now, Transaction, Challenge, null, Theirs)),
        ("link-on-confirm", new AnswerLinkConfirmRequest(Messages.Id, Messages.Now, Messages.AddContexts().Link.Patient, null, Theirs)),
        ("on-share", new AnswerShareRequest(Messages.Id, Messages.Now, new ShareAcknowledgement(ShareStatus.Success, "meera.joshi@sbx"), null, Theirs)),
        ("v1-on-share", new AnswerShareV1Request(Messages.Id, Messages.Now, new ShareAcknowledgementV1(ShareStatus.Success, "meera.joshi@sbx", "104"), null, Theirs)),
        ("consent-on-notify", new AcknowledgeConsentRequest(Messages.Id, Messages.Now, new ConsentAcknowledgement("OK", Consent), null, Theirs)),
        ("data-on-request", new AcknowledgeDataRequest(Messages.Id, Messages.Now, new DataAcknowledgement(Transaction), null, Theirs)),
    ];

    /// <summary>Without an envelope, and not in the contract's files.</summary>
    public static IReadOnlyList<(string Golden, GatewayRequest Request)> Bridge { get; } =
    [
        ("bridge-url", new SetBridgeUrlRequest(Messages.Id, Messages.Now, "https://hrp.example.org")),
        ("bridge-services", new SetServicesRequest(Messages.Id, Messages.Now, [new BridgeService(Hip, "Sanjeevani Hospital")])),
    ];

    public static IReadOnlyList<(string Golden, GatewayRequest Request)> V3 { get; } =
    [
        ("v3-generate-token", Messages.GenerateToken()),
        ("v3-generate-token-no-number", Messages.GenerateToken(null)),
        ("v3-link-carecontext", Messages.LinkCareContext()),
        ("v3-context-notify", Messages.NotifyV3()),
        ("v3-sms-notify2", new SmsNotifyV3Request(Messages.Id, Messages.Now, null, Sms)),
        ("v3-bridge-url", new SetBridgeUrlV3Request(Messages.Id, Messages.Now, "https://hrp.example.org")),
    ];

    /// <summary>The twins that the condensed contract does not hold; ABDM's samples do.</summary>
    public static IReadOnlyList<(string Golden, GatewayRequest Request)> V3Answers { get; } =
    [
        ("v3-on-discover", new AnswerDiscoveryV3Request(Messages.Id, Messages.Now, Hip, Transaction, Messages.LinkCareContext().Patient, [MatchedBy.Mobile], null, Theirs)),
        ("v3-on-discover-none", new AnswerDiscoveryV3Request(Messages.Id, Messages.Now, Hip, Transaction, null, null, NoPatientV3, Theirs)),
        ("v3-link-on-init", new AnswerLinkInitV3Request(Messages.Id, Messages.Now, Hip, Transaction, Challenge, null, Theirs)),
        ("v3-link-on-confirm", new AnswerLinkConfirmV3Request(Messages.Id, Messages.Now, Hip, Messages.LinkCareContext().Patient, null, Theirs)),
        ("v3-on-share", new AnswerShareV3Request(Messages.Id, Messages.Now, Hip,
            new ShareAcknowledgementV3("meera.joshi@sbx", ShareStatus.Success, ShareTicket.For("OPD1", "104", TimeSpan.FromMinutes(30))), null, Theirs)),
        ("v3-consent-on-notify", new AcknowledgeConsentV3Request(Messages.Id, Messages.Now, Hip, new ConsentAcknowledgement("OK", Consent), null, Theirs)),
        ("v3-data-on-request", new AcknowledgeDataV3Request(Messages.Id, Messages.Now, Hip, new DataAcknowledgement(Transaction), null, Theirs)),
        ("v3-facility-services", new SetServicesV3Request(Messages.Id, Messages.Now, "IN0710000001", "Sanjeevani Hospital", [new FacilityBridge("SBX_TEST_01", "Sanjeevani")])),
    ];

    public static IEnumerable<(string Golden, GatewayRequest Request)> All => [.. V05, .. Bridge, .. V3, .. V3Answers];
}
