using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Wire = HrpPortal.Gateway;

namespace HrpPortal.Discovery;

/// <summary>Our answers to a patient's app, in the dialect of its question.</summary>
/// <param name="Path">Where ABDM called: that says the dialect.</param>
/// <param name="AskedAs">The question's requestId, to the letter.</param>
internal sealed record AppAnswers(string Path, string HipId, string AskedAs, DateTimeOffset Now)
{
    public static AppAnswers To(ReceivedCallback call, DateTimeOffset now) => new(call.Path, call.HipId, call.AskedAs, now);

    private bool IsV3 => AbdmCalls.DialectOf(Path) == GatewayDialect.V3;

    private AnsweredCall Asked => new(AskedAs);

    public GatewayRequest Found(string transactionId, PatientRecords records, IReadOnlyList<string> matchedBy) => IsV3
        ? new AnswerDiscoveryV3Request(Guid.NewGuid(), Now, HipId, transactionId, Groups(records), [.. matchedBy.Select(InV3)], null, Asked)
        : new AnswerDiscoveryRequest(Guid.NewGuid(), Now, transactionId, new DiscoveredPatient(records.PatientReference, records.Title, Contexts(records.Visits), matchedBy), null, Asked);

    public GatewayRequest NotFound(string transactionId, Refusal why) => IsV3
        ? new AnswerDiscoveryV3Request(Guid.NewGuid(), Now, HipId, transactionId, null, null, V3(why), Asked)
        : new AnswerDiscoveryRequest(Guid.NewGuid(), Now, transactionId, null, V05(why), Asked);

    public GatewayRequest CodeSent(string transactionId, LinkChallenge challenge) => IsV3
        ? new AnswerLinkInitV3Request(Guid.NewGuid(), Now, HipId, transactionId, challenge, null, Asked)
        : new AnswerLinkInitRequest(Guid.NewGuid(), Now, transactionId, challenge, null, Asked);

    public GatewayRequest NoCode(string transactionId, Refusal why) => IsV3
        ? new AnswerLinkInitV3Request(Guid.NewGuid(), Now, HipId, transactionId, null, V3(why), Asked)
        : new AnswerLinkInitRequest(Guid.NewGuid(), Now, transactionId, null, V05(why), Asked);

    public GatewayRequest Linked(PatientRecords records) => IsV3
        ? new AnswerLinkConfirmV3Request(Guid.NewGuid(), Now, HipId, Groups(records), null, Asked)
        : new AnswerLinkConfirmRequest(Guid.NewGuid(), Now, new LinkPatient(records.PatientReference, records.Title, Contexts(records.Visits)), null, Asked);

    public GatewayRequest NotLinked(Refusal why) => IsV3
        ? new AnswerLinkConfirmV3Request(Guid.NewGuid(), Now, HipId, null, V3(why), Asked)
        : new AnswerLinkConfirmRequest(Guid.NewGuid(), Now, null, V05(why), Asked);

    private static AnswerError V05(Refusal why) => new(why.Code, why.Message);

    private static AnswerErrorV3 V3(Refusal why) => new(why.CodeV3, why.Message);

    private static IReadOnlyList<Wire.LinkContext> Contexts(IEnumerable<VisitRecords> visits) =>
        [.. visits.Select(visit => new Wire.LinkContext(visit.Reference, visit.Display))];

    /// <summary>A visit with records of two kinds stands in both groups (protocol, 7.4).</summary>
    private static IReadOnlyList<LinkGroup> Groups(PatientRecords records) =>
    [
        .. from visit in records.Visits
           from kind in visit.HiTypes
           group visit by kind into ofKind
           orderby ofKind.Key
           from some in ofKind.Chunk(V3Text.MostContexts)
           select new LinkGroup(records.PatientReference, records.Title, Contexts(some), ofKind.Key.ToString()),
    ];

    private static string InV3(string matchedBy) => matchedBy switch
    {
        MatchedBy.HealthNumber => MatchedBy.AbhaNumber,
        MatchedBy.HealthId => MatchedBy.AbhaAddress,
        _ => matchedBy,
    };
}

/// <summary>What the patient's app is shown: the hospital's number of the patient, and visits.</summary>
/// <param name="Title">Names the facility, and nobody.</param>
public sealed record PatientRecords(string PatientReference, string Title, IReadOnlyList<VisitRecords> Visits);

/// <param name="Reference">Of the visit's care context.</param>
/// <param name="HiTypes">The kinds of its records.</param>
public sealed record VisitRecords(Guid CareContextId, string Reference, string Display, IReadOnlyList<HrpPortal.CareContexts.HiType> HiTypes);
