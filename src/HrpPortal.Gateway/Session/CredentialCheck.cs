using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>Whether ABDM gives a session for client id and secret, asked anew: for a readiness check. No token leaves this assembly.</summary>
public sealed class CredentialCheck
{
    private readonly GatewaySessions _sessions;
    private readonly IOptions<GatewayOptions> _options;

    internal CredentialCheck(GatewaySessions sessions, IOptions<GatewayOptions> options) => (_sessions, _options) = (sessions, options);

    /// <param name="dialect">Each has a session of its own.</param>
    /// <param name="cmId">The consent manager: v3 wants one named.</param>
    /// <param name="cancellationToken">Ends the waiting, not the call.</param>
    public async Task<CredentialReport> AskAsync(GatewayDialect dialect, string cmId, CancellationToken cancellationToken)
    {
        if (_options.Value.UrlOf(dialect, "") is null)
            return new CredentialReport(null, new GatewayFault(null, null, null, "", FaultKind.NotSetUp));
        return await _sessions.Of(dialect).AskAsync(cmId, cancellationToken) switch
        {
            (SessionAnswer.Closed { Fault: var fault }, _) => new CredentialReport(null, fault),
            (_, var until) => new CredentialReport(until, null),
        };
    }
}

/// <param name="OpenUntil">Until when the session that was opened is used; absent when there is none.</param>
/// <param name="Fault">Why there is none; <see cref="FaultKind.Session"/> when the credentials were refused.</param>
public sealed record CredentialReport(DateTimeOffset? OpenUntil, GatewayFault? Fault);
