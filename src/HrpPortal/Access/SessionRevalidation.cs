using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace HrpPortal.Access;

/// <summary>An open circuit outlives its cookie; every minute it is asked whether its session still stands and its person is there. If not, its user becomes nobody.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    internal TimeSpan Interval => RevalidationInterval;

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(60);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(sessions.IsInUse(authenticationState.User));
}
