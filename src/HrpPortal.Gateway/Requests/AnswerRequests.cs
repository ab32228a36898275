using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary><c>POST /v0.5/users/auth/on-notify</c>: seen what the patient decided in his app (protocol §4.4).</summary>
public sealed record AcknowledgeAuthRequest(Guid RequestId, DateTimeOffset Timestamp, AnsweredCall Resp, AnswerError? Error = null)
    : GatewayV05Request(RequestId, Timestamp)
{
    public Acknowledgement? Acknowledgement => Error is null ? Gateway.Acknowledgement.Ok : null;

    internal override string Call => GatewayPaths.AuthOnNotify;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>POST /v0.5/patients/status/on-notify</c>: seen that a patient left or came back (protocol §5.4).</summary>
public sealed record AcknowledgePatientStatusRequest(Guid RequestId, DateTimeOffset Timestamp, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    /// <summary>ABDM's own spelling: here, and nowhere else, without the second e.</summary>
    [JsonPropertyName("acknowledgment")]
    public Acknowledgement Acknowledgement { get; } = Acknowledgement.Ok;

    internal override string Call => GatewayPaths.PatientStatusOnNotify;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>POST /v0.5/care-contexts/on-discover</c>: whom we found, or why nobody (protocol §6).</summary>
/// <param name="TransactionId">The discovery's, to the letter.</param>
public sealed record AnswerDiscoveryRequest(
    Guid RequestId, DateTimeOffset Timestamp, string TransactionId, DiscoveredPatient? Patient, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.OnDiscover;

    internal override IEnumerable<string?> Confidences => Patient is null ? [] : [Patient.Display, .. Patient.CareContexts.Select(context => context.Display)];
}

/// <summary><c>POST /v0.5/links/link/on-init</c>: how the patient shall prove himself (protocol §6).</summary>
public sealed record AnswerLinkInitRequest(
    Guid RequestId, DateTimeOffset Timestamp, string TransactionId, LinkChallenge? Link, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.LinkOnInit;

    internal override IEnumerable<string?> Confidences => [Link?.Meta?.CommunicationHint];
}

/// <summary><c>POST /v0.5/links/link/on-confirm</c>: what is linked now (protocol §6).</summary>
public sealed record AnswerLinkConfirmRequest(
    Guid RequestId, DateTimeOffset Timestamp, LinkPatient? Patient, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.LinkOnConfirm;

    internal override IEnumerable<string?> Confidences => Patient is null ? [] : [Patient.Display, .. Patient.CareContexts.Select(context => context.Display)];
}

/// <summary><c>POST /v0.5/patients/profile/on-share</c>: the profile came in (protocol §6).</summary>
public sealed record AnswerShareRequest(
    Guid RequestId, DateTimeOffset Timestamp, ShareAcknowledgement Acknowledgement, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.OnShare;

    internal override string? PatientId => Acknowledgement.HealthId;

    internal override IEnumerable<string?> Confidences => [Acknowledgement.HealthId];
}

/// <summary><c>POST /v1.0/patients/profile/on-share</c>: the same, with a number in the queue.</summary>
public sealed record AnswerShareV1Request(
    Guid RequestId, DateTimeOffset Timestamp, ShareAcknowledgementV1 Acknowledgement, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.OnShareV1;

    internal override string? PatientId => Acknowledgement.HealthId;

    internal override IEnumerable<string?> Confidences => [Acknowledgement.HealthId];
}

/// <summary><c>POST /v0.5/consents/hip/on-notify</c>: a consent was seen (protocol §6).</summary>
public sealed record AcknowledgeConsentRequest(
    Guid RequestId, DateTimeOffset Timestamp, ConsentAcknowledgement? Acknowledgement, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.ConsentOnNotify;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>POST /v0.5/health-information/hip/on-request</c>: a request for data was seen (protocol §6).</summary>
public sealed record AcknowledgeDataRequest(
    Guid RequestId, DateTimeOffset Timestamp, DataAcknowledgement? HiRequest, AnswerError? Error, AnsweredCall Resp)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.DataOnRequest;

    internal override IEnumerable<string?> Confidences => [];
}
