namespace HrpPortal.Gateway;

/// <summary>
/// ABDM's gateway, dialect v0.5: one method a call. None retries (the outbox is the one place that does), save one renewal of the
/// session after a 401, which the gateway gives before it remembers a requestId (protocol §10 K).
/// Expected trouble is a value; thrown are only <see cref="ArgumentException"/> for a cmId that is none or does not match the
/// address in the body, and <see cref="OperationCanceledException"/> when the caller cancels: the call's outcome is then unknown.
/// </summary>
public interface IGatewayApi
{
    /// <summary><c>POST /v0.5/users/auth/fetch-modes</c></summary>
    /// <param name="cmId">Header X-CM-ID: the suffix of the patient's address, see <see cref="CmId"/>.</param>
    Task<GatewayReply> FetchAuthModesAsync(FetchAuthModesRequest body, string cmId, CancellationToken cancellationToken);

    /// <summary><c>POST /v0.5/users/auth/init</c></summary>
    Task<GatewayReply> InitAuthAsync(InitAuthRequest body, string cmId, CancellationToken cancellationToken);

    /// <summary><c>POST /v0.5/users/auth/confirm</c></summary>
    Task<GatewayReply> ConfirmAuthAsync(ConfirmAuthRequest body, string cmId, CancellationToken cancellationToken);

    /// <summary><c>POST /v0.5/links/link/add-contexts</c></summary>
    Task<GatewayReply> AddContextsAsync(AddContextsRequest body, string cmId, CancellationToken cancellationToken);

    /// <summary><c>POST /v0.5/links/context/notify</c></summary>
    Task<GatewayReply> NotifyContextAsync(NotifyContextRequest body, string cmId, CancellationToken cancellationToken);
}
