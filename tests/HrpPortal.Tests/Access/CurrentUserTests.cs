using System.Security.Claims;
using HrpPortal.Access;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;

namespace HrpPortal.Tests.Access;

public sealed class CurrentUserTests
{
    [Fact]
    public async Task In_a_component_the_circuits_state_answers_and_goes_on_answering_after_it_changed()
    {
        var states = new States(StaffCookie.Principal(new TestClock(), Roles.Records));
        var user = new CurrentUser(states);

        var staff = await user.GetAsync();
        Assert.Equal("Test Person", staff.Name);
        Assert.Equal(StaffMember.From(states.User)!.Id, staff.Id);
        Assert.True(staff.Satisfies(Policies.Clerk) && staff.Satisfies(Policies.Records) && !staff.Satisfies(Policies.Admin));

        // What revalidation does when the session is over.
        states.User = new ClaimsPrincipal(new ClaimsIdentity());
        Assert.Null(await user.FindAsync());
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await user.GetAsync());
    }

    [Fact]
    public void A_principal_that_no_sign_in_made_is_nobody()
    {
        Assert.Null(StaffMember.From(null));
        Assert.Null(StaffMember.From(new ClaimsPrincipal()));
        Assert.Null(StaffMember.From(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "x")], "test"))));
        Assert.Null(StaffMember.From(new ClaimsPrincipal(new ClaimsIdentity([new("iss", "x"), new("sub", "y")]))));
    }

    [Fact]
    public void An_id_tells_nothing_of_the_person_and_fits_a_row()
    {
        var staff = StaffMember.From(StaffCookie.Principal(new TestClock(), "someone@hospital.example", "Someone", []))!;

        Assert.Matches("^[A-Za-z0-9_-]{22}$", staff.Id);
        Assert.Empty(staff.Roles);
    }

    private sealed class States(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public ClaimsPrincipal User { get; set; } = user;

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(User));
    }
}
