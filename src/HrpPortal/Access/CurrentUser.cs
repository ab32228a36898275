using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace HrpPortal.Access;

/// <summary>
/// Who asks. Injected alike into components, where the circuit's authentication state answers (and goes on being revalidated),
/// and into endpoints, where the request answers. A hub asks <see cref="StaffMember.From"/> with its Context.User.
/// </summary>
public sealed class CurrentUser(AuthenticationStateProvider states)
{
    private ClaimsPrincipal? _ofRequest;

    /// <summary>The person signed in; null for nobody.</summary>
    public async ValueTask<StaffMember?> FindAsync() => StaffMember.From(await PrincipalAsync());

    /// <summary>The person signed in.</summary>
    /// <exception cref="UnauthorizedAccessException">Nobody is, or not any more.</exception>
    public async ValueTask<StaffMember> GetAsync() =>
        await FindAsync() ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    /// <summary>The principal, for IAuthorizationService.</summary>
    public async ValueTask<ClaimsPrincipal> PrincipalAsync() =>
        _ofRequest ?? (await states.GetAuthenticationStateAsync()).User;

    internal void IsOfRequest(ClaimsPrincipal principal) => _ofRequest = principal;
}
