using System.Net;
using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.LinkingTokens;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Facilities;

/// <summary>Facilities are changed while the portal runs, and nobody starts anything again.</summary>
public sealed class FacilityTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private static readonly StaffMember Asha = new("it-1", "Asha Admin", [Roles.Admin]);

    [Theory, MemberData(nameof(PortalHosts.Engines), MemberType = typeof(PortalHosts))]
    public async Task Switched_to_v3_open_requests_end_in_v05_and_the_next_is_linked_by_v3(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        await SpeakAsync(portal, PortalHost.HipId, GatewayDialect.V05);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        var accepted = await portal.PatientAsync();
        var waiting = await portal.SendAsync(accepted, await portal.RecordAsync(accepted));
        await portal.UntilAsync(waiting, LinkState.Accepted);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Status = 503 });
        var postponed = await portal.PatientAsync();
        var queued = await portal.SendAsync(postponed, await portal.RecordAsync(postponed));
        await portal.UntilAsync(queued, LinkState.WaitRetry);

        await SpeakAsync(portal, PortalHost.HipId, GatewayDialect.V3);
        var patient = await portal.PatientAsync(name: "Asha Rao");
        var next = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(next, LinkState.Linked);
        await portal.Sandbox.ReleaseAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(2));

        await portal.UntilAsync(waiting, LinkState.Linked);
        await portal.UntilAsync(queued, LinkState.Linked);
        Assert.Equal([CallPaths.LinkCareContext], Links(portal, patient.Number));
        Assert.Equal([CallPaths.AddContexts], Links(portal, accepted.Number));
        Assert.Equal([CallPaths.AddContexts], Links(portal, postponed.Number).Distinct());
    }

    /// <summary>v3 has neither a code nor the app: what was asked in v0.5 is answered in v0.5, and the next patient is not asked at all.</summary>
    [Theory]
    [InlineData(TestEngine.Sqlite, AuthenticationMethod.MobileOtp), InlineData(TestEngine.Sqlite, AuthenticationMethod.Direct)]
    [InlineData(TestEngine.PostgreSql, AuthenticationMethod.MobileOtp), InlineData(TestEngine.PostgreSql, AuthenticationMethod.Direct)]
    public async Task Switched_to_v3_while_the_patient_is_asked_the_answer_and_the_link_come_in_v05(TestEngine engine, AuthenticationMethod method)
    {
        var portal = await hosts.OnAsync(engine);
        await SpeakAsync(portal, PortalHost.HipId, GatewayDialect.V05);
        var (patient, other) = (await portal.WithPhoneAsync(), await portal.WithPhoneAsync(file: "Asha Rao"));
        var (asking, alone) = (await portal.AskAsync(patient, method), await portal.AskAsync(other, method));
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.WaitsForPatientAsync(id);

        await SpeakAsync(portal, PortalHost.HipId, GatewayDialect.V3);
        Assert.Equal(asking, (await portal.UntilAskedAsync(patient, asked => asked.ByPerson is not null)).ByPerson!.Id);
        await AnswerAsync(patient, asking);
        await AnswerAsync(other, alone);

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal([CallPaths.AddContexts], Links(portal, patient.Number));
        Assert.DoesNotContain(portal.Sandbox.Received, call => call.Path == CallPaths.GenerateToken && call.Body.Contains(patient.PhrAddress!, StringComparison.Ordinal));

        // A permission of v0.5 is none in v3, and nobody is asked there.
        await portal.UntilAskedAsync(other, asked => asked is { Open: null, IsOffered: false });
        Assert.Null(await portal.Asking().AskAsync(PortalHost.HipId, other.Id, LinkRequest.OutboxKeyOf));
        await portal.UntilAsync(await portal.SendAsync(other, await portal.RecordAsync(other)), LinkState.Linked);
        Assert.Equal([CallPaths.LinkCareContext], Links(portal, other.Number));

        async Task AnswerAsync(Patient one, Guid question)
        {
            if (method == AuthenticationMethod.Direct) await portal.DecideAsync(one, "approve");
            else Assert.True(await portal.TypeAsync(question, one));
        }
    }

    [Theory, MemberData(nameof(PortalHosts.Engines), MemberType = typeof(PortalHosts))]
    public async Task A_facility_that_was_added_is_known_to_the_gateways_door_at_once_and_the_trail_tells_who(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var body = $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000","acknowledgement":{"status":"SUCCESS"},"resp":{"requestId":"{{{Guid.NewGuid()}}}"}}""";
        Assert.Equal(HttpStatusCode.Unauthorized, await portal.CallBackAsync(CallbackPaths.OnAddContexts, body, "IN0710000077"));

        Assert.IsType<FacilitySaved.Saved>(await Service(portal).AddAsync(Asha, new FacilityForm { HipId = " IN0710000077 ", Name = "Third Hospital", Dialect = GatewayDialect.V3 }));
        Assert.IsType<FacilitySaved.Saved>(await Service(portal).ChangeAsync(Asha, "IN0710000077", new FacilityForm { Name = "Third Clinic", Dialect = GatewayDialect.V05 }));

        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(CallbackPaths.OnAddContexts, body, "IN0710000077"));
        Assert.Equal(("Third Clinic", GatewayDialect.V05), (Directory(portal).Find("IN0710000077")!.Name, Directory(portal).Find("IN0710000077")!.Dialect));
        await using var db = await portal.OpenDbAsync();
        var trail = await db.Set<AuditEntry>().Where(entry => entry.HipId == "IN0710000077").ToListAsync();
        Assert.All(trail, entry => Assert.Equal(("it-1", "Asha Admin"), (entry.Who, entry.WhoName)));
        Assert.Equal(
            [(AuditAction.FacilityAdded, "V3"), (AuditAction.FacilityDialectChanged, "V3 V05"), (AuditAction.FacilityRenamed, null)],
            trail.Select(entry => (entry.What, entry.Detail)).OrderBy(entry => entry.What.ToString(), StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(PortalHosts.Engines), MemberType = typeof(PortalHosts))]
    public async Task What_another_node_changed_is_followed_by_itself(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        await using var db = await portal.OpenDbAsync();
        (await db.Set<Facility>().SingleAsync(facility => facility.HipId == PortalHost.OtherHipId)).Name = "Renamed elsewhere";
        await db.SaveChangesAsync();

        await Eventually.TrueAsync(() => Task.FromResult(Directory(portal).Find(PortalHost.OtherHipId)!.Name == "Renamed elsewhere"), () => "the directory did not follow");
    }

    [Fact]
    public async Task The_store_has_the_last_word_after_a_restart()
    {
        await using var portal = await PortalHost.StartAsync();
        await SpeakAsync(portal, PortalHost.HipId, GatewayDialect.V3);
        await portal.StopAsync();
        portal.StartAgain();
        Assert.Equal(GatewayDialect.V3, Directory(portal).Current.Dialect);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_changes_a_facility()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var form = new FacilityForm { HipId = "IN0710000088", Name = "Not mine", Dialect = GatewayDialect.V3 };
        foreach (var role in (string[])[Roles.Clerk, Roles.Records])
        {
            var person = new StaffMember("staff-1", "Kavita", [role]);
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Service(portal).AddAsync(person, form));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Service(portal).ChangeAsync(person, PortalHost.HipId, form));
            Assert.Equal((HttpStatusCode.Found, "/account/no-access"), await StatusAsync(portal, role));
        }

        Assert.Null(Directory(portal).Find("IN0710000088"));
        Assert.Equal((HttpStatusCode.OK, ""), await StatusAsync(portal, Roles.Admin));
    }

    [Theory]
    [InlineData("", "A", "HipId")]
    [InlineData("IN", "A", "HipId")]
    [InlineData("IN07 1000", "A", "HipId")]
    [InlineData("bridge_SBX", "A", "HipId")]
    [InlineData("IN0710000001\r\nX: 1", "A", "HipId")]
    [InlineData(PortalHost.HipId, "A", "HipId")]
    [InlineData("IN0710000099", " ", "Name")]
    [InlineData("IN0710000099", "A\u0007", "Name")]
    [InlineData("IN0710000099", "Rao & Sons Hospital", "Name")]
    [InlineData("IN0710000099", "संजीवनी अस्पताल", "Name")]
    public async Task What_is_no_facility_is_told_at_its_field(string hipId, string name, string field)
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var saved = await Service(portal).AddAsync(Asha, new FacilityForm { HipId = hipId, Name = name, Dialect = GatewayDialect.V05 });
        Assert.Equal([field], Assert.IsType<FacilitySaved.Invalid>(saved).Errors.Messages.Keys);
    }

    [Fact]
    public async Task V3_needs_an_address_to_speak_to()
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Gateway:V3BaseUrl"] = "");
        var saved = await Service(portal).ChangeAsync(Asha, PortalHost.HipId, new FacilityForm { Name = "Test Hospital", Dialect = GatewayDialect.V3 });
        Assert.Equal(["Dialect"], Assert.IsType<FacilitySaved.Invalid>(saved).Errors.Messages.Keys);
    }

    [Fact]
    public async Task A_setting_chooses_the_facility_that_staff_work_at_and_an_unknown_one_ends_the_start()
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Facilities:Current"] = PortalHost.OtherHipId);
        Assert.Equal(PortalHost.OtherHipId, Directory(portal).Current.HipId);
        await Assert.ThrowsAsync<InvalidOperationException>(() => PortalHost.StartAsync(settings => settings["Facilities:Current"] = "IN0719999999"));
    }

    private static FacilityService Service(PortalHost portal) => portal.Services.GetRequiredService<FacilityService>();

    private static FacilityDirectory Directory(PortalHost portal) => portal.Services.GetRequiredService<FacilityDirectory>();

    private static async Task SpeakAsync(PortalHost portal, string hipId, GatewayDialect dialect) => Assert.IsType<FacilitySaved.Saved>(
        await Service(portal).ChangeAsync(Asha, hipId, new FacilityForm { Name = Directory(portal).Find(hipId)!.Name, Dialect = dialect }));

    private static IEnumerable<string> Links(PortalHost portal, string patientNumber) => portal.Sandbox.Received
        .Where(call => call.Path is CallPaths.AddContexts or CallPaths.LinkCareContext && call.Body.Contains(patientNumber, StringComparison.Ordinal)).Select(call => call.Path);

    private static async Task<(HttpStatusCode Status, string To)> StatusAsync(PortalHost portal, string role)
    {
        using var client = portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/settings/facilities");
        request.Headers.Add("Cookie", StaffCookie.For(portal.Services, role));
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString.Split('?')[0] ?? "");
    }
}
