using HrpPortal.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Live;

/// <summary>The typed hub, heard by a client that we did not write.</summary>
public sealed class LinksHubTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    [HubFact]
    public async Task A_listener_who_is_signed_in_hears_ids_and_states_of_the_facility()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        using var board = HubListener.Start(portal.Address, StaffCookie.For(portal.Services, "records"));
        await board.SaysAsync("listens");

        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.Linked);

        await Eventually.TrueAsync(() => board.Heard.Contains((id, nameof(LinkState.Linked))), "the board did not hear of the link");
        Assert.Contains((id, nameof(LinkState.Queued)), board.Heard);
        Assert.All(board.Heard, heard => Assert.True(Enum.TryParse<LinkState>(heard.State, out _)));
        Assert.DoesNotContain(board.Lines, line => line.Contains(patient.Name, StringComparison.Ordinal) || line.Contains(patient.PhrAddress!, StringComparison.Ordinal));
    }

    [HubFact, Trait("Row", "I13")]
    public async Task One_request_is_watched_at_ones_own_facility_only()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var patient = await portal.PatientAsync();
        var own = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var stranger = await portal.PatientAsync(hipId: PortalHost.OtherHipId);
        var foreign = await portal.SendAsync(stranger, await portal.RecordAsync(stranger));
        var cookie = StaffCookie.For(portal.Services, "clerk");

        using var near = HubListener.Start(portal.Address, cookie, own);
        using var far = HubListener.Start(portal.Address, cookie, foreign);
        await near.SaysAsync("watches true");
        await far.SaysAsync("watches false");
        await far.SaysAsync("listens");

        // Of a person whom the sign-in provider names for that facility.
        using var theirs = HubListener.Start(portal.Address, StaffCookie.At([PortalHost.OtherHipId], portal.Services, "kavita", "Kavita", "clerk"), foreign);
        await theirs.SaysAsync("watches true");

        var another = await portal.SendAsync(stranger, await portal.RecordAsync(stranger));
        await Eventually.TrueAsync(async () => (await portal.DetailsAsync(another, PortalHost.OtherHipId)).Row.State == LinkState.Linked, () => "the other facility's request was not linked");
        await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
        await Eventually.TrueAsync(() => far.Heard.Any(), "nothing was heard");
        Assert.DoesNotContain(far.Heard, heard => heard.Id == foreign || heard.Id == another);
    }

    [HubFact]
    public async Task Who_is_not_signed_in_or_has_no_role_is_refused()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        using var anonymous = HubListener.Start(portal.Address, cookie: null);
        using var forged = HubListener.Start(portal.Address, "__Host-hrp=forged");
        using var porter = HubListener.Start(portal.Address, StaffCookie.For(portal.Services, "porter"));
        await anonymous.SaysAsync("refused 401");
        await forged.SaysAsync("refused 401");
        await porter.SaysAsync("refused 403");
    }
}
