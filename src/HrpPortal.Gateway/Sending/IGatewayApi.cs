namespace HrpPortal.Gateway;

/// <summary>
/// ABDM's gateway, in both dialects. Nothing is sent twice (the outbox is the one place that does), save after one renewal of the
/// session upon a 401, which the gateway gives before it remembers a requestId (protocol §10 K).
/// Expected trouble is a value; thrown are only <see cref="ArgumentException"/> for a cmId that is none or does not match the
/// address in the body, and <see cref="OperationCanceledException"/> when the caller cancels: the call's outcome is then unknown.
/// </summary>
public interface IGatewayApi
{
    /// <summary>Sends one call to where its type belongs.</summary>
    /// <param name="cmId">Header X-CM-ID: the suffix of the patient's address, see <see cref="CmId"/>.</param>
    Task<GatewayReply> SendAsync(GatewayRequest body, string cmId, CancellationToken cancellationToken);
}
