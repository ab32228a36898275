namespace HrpPortal.Gateway;

/// <summary>A session with the gateway, or why there is none.</summary>
internal abstract record SessionAnswer
{
    private SessionAnswer() { }

    /// <param name="Token">The bearer token, without the word Bearer.</param>
    public sealed record Open(Secret Token) : SessionAnswer;

    public sealed record Closed(GatewayFault Fault) : SessionAnswer;
}
