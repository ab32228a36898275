namespace HrpPortal.Gateway;

/// <summary><c>POST /v0.5/sessions</c> (protocol §3.1). The refresh grant saves nothing, so it is never used.</summary>
internal sealed record SessionRequest(string ClientId, string ClientSecret, string GrantType = "client_credentials")
{
    public override string ToString() => nameof(SessionRequest);
}
