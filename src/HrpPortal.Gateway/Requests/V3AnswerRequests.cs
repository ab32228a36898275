namespace HrpPortal.Gateway;

/// <summary><c>POST /user-initiated-linking/v3/patient/care-context/on-discover</c> (protocol §6).</summary>
/// <param name="Patient">One group for each kind of health information, all of one patient.</param>
/// <param name="MatchedBy">Of <see cref="Gateway.MatchedBy"/>.</param>
public sealed record AnswerDiscoveryV3Request(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string? HipId,
    string TransactionId,
    IReadOnlyList<LinkGroup>? Patient,
    IReadOnlyList<string>? MatchedBy,
    AnswerErrorV3? Error,
    AnsweredCall Response) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.OnDiscoverV3;

    internal override IEnumerable<string?> Confidences => LinkGroup.Displays(Patient);
}

/// <summary><c>POST /user-initiated-linking/v3/link/care-context/on-init</c> (protocol §6).</summary>
public sealed record AnswerLinkInitV3Request(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string? HipId,
    string TransactionId,
    LinkChallenge? Link,
    AnswerErrorV3? Error,
    AnsweredCall Response) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.LinkOnInitV3;

    internal override IEnumerable<string?> Confidences => [Link?.Meta?.CommunicationHint];
}

/// <summary><c>POST /user-initiated-linking/v3/link/care-context/on-confirm</c> (protocol §6).</summary>
public sealed record AnswerLinkConfirmV3Request(
    Guid RequestId, DateTimeOffset Timestamp, string? HipId, IReadOnlyList<LinkGroup>? Patient, AnswerErrorV3? Error, AnsweredCall Response)
    : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.LinkOnConfirmV3;

    internal override IEnumerable<string?> Confidences => LinkGroup.Displays(Patient);
}

/// <summary><c>POST /patient-share/v3/on-share</c> (protocol §6): acknowledgement or error, never both.</summary>
public sealed record AnswerShareV3Request(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string? HipId,
    ShareAcknowledgementV3? Acknowledgement,
    AnswerErrorV3? Error,
    AnsweredCall Response) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.OnShareV3;

    internal override string? PatientId => Acknowledgement?.AbhaAddress;

    internal override IEnumerable<string?> Confidences => [Acknowledgement?.AbhaAddress];
}

/// <summary><c>POST /consent/v3/request/hip/on-notify</c> (protocol §6).</summary>
public sealed record AcknowledgeConsentV3Request(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string? HipId,
    ConsentAcknowledgement? Acknowledgement,
    AnswerErrorV3? Error,
    AnsweredCall Response) : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.ConsentOnNotifyV3;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>POST /data-flow/v3/health-information/hip/on-request</c> (protocol §6); answered 200.</summary>
public sealed record AcknowledgeDataV3Request(
    Guid RequestId, DateTimeOffset Timestamp, string? HipId, DataAcknowledgement? HiRequest, AnswerErrorV3? Error, AnsweredCall Response)
    : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.DataOnRequestV3;

    internal override IEnumerable<string?> Confidences => [];
}
