using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>The patient reads out a code, by the whole portal against the sandbox.</summary>
public sealed class AskPatientTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    [Trait("Row", "HIP_INTI_LINK_201"), Trait("Row", "HIP_INTI_LINK_202"), Trait("Row", "HIP_INTI_LINK_203"), Trait("Row", "HIP_INTI_LINK_204"), Trait("Row", "HIP_INTI_LINK_205")]
    public async Task Details_that_differ_are_overcome_by_a_code_and_the_request_goes_on(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync(name: "T. Person");
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        Assert.Equal(LinkReason.DetailsDiffer, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);

        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.WaitsForPatientAsync(id);
        Assert.False(await portal.TypeAsync(asking, new Secret("12345")));
        Assert.True(await portal.TypeAsync(asking, patient));

        // Where the sandbox's profile differs from the file, the clerk says that it is the same person.
        var asked = await portal.UntilAskedAsync(patient, one => one.Open is null or { State: AuthenticationState.NeedsLook });
        if (asked.Open is not null) Assert.True(await portal.Asking().SamePatientAsync(PortalHost.HipId, asking, "clerk", "photo id seen"));

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(2, portal.Calls(CallPaths.Init, patient.PhrAddress!));
    }

    [Theory, MemberData(nameof(Engines))]
    [Trait("Row", "HIP_INTI_LINK_301"), Trait("Row", "HIP_INTI_LINK_302"), Trait("Row", "HIP_INTI_LINK_303"), Trait("Row", "HIP_INTI_LINK_304"), Trait("Row", "HIP_INTI_LINK_305")]
    public async Task By_a_code_to_the_mobile_of_Aadhaar(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, asking, id) = await portal.AskedForAsync(AuthenticationMethod.AadhaarOtp);

        Assert.True(await portal.TypeAsync(asking, PatientsPhone.Wrong(await portal.CodeAsync(patient))));
        await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode, TriesLeft: 2, ErrorCode: "1405" });
        Assert.True(await portal.TypeAsync(asking, patient));

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(1, portal.Sandbox.Received.Count(one => one.Path == CallPaths.Init && one.Body.Contains("AADHAAR_OTP", StringComparison.Ordinal) && one.Body.Contains(patient.PhrAddress!, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "HIP_INTI_LINK_203")]
    public async Task Wrong_codes_are_counted_and_the_third_blocks(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        var wrong = PatientsPhone.Wrong(await portal.CodeAsync(patient));

        for (var left = 2; left > 0; left--)
        {
            Assert.True(await portal.TypeAsync(asking, wrong));
            await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode, ErrorCode: "1405" } open && open.TriesLeft == left);
        }

        Assert.True(await portal.TypeAsync(asking, wrong));
        var ended = await portal.UntilAskedAsync(patient, asked => asked.Open is null);
        Assert.Equal((AuthenticationState.Refused, "1408"), (ended.Last!.State, ended.Last.ErrorCode));
        Assert.True(ended.BlockedUntil > portal.Clock.GetUtcNow().UtcDateTime);
        Assert.Null(await portal.Asking().AskAsync(PortalHost.HipId, patient.Id, LinkRequest.OutboxKeyOf));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_that_is_too_old_is_replaced_by_a_new_one_after_the_pause(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        Assert.False(await portal.Asking().ChooseAsync(PortalHost.HipId, asking, AuthenticationMethod.MobileOtp));

        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.True(await portal.TypeAsync(asking, patient));
        var old = await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode, ErrorCode: "1406" });
        Assert.Equal((Authentication.MostCodes, false), (old.Open!.TriesLeft, old.Open.TakesCode));

        await portal.ChooseAsync(patient, asking, AuthenticationMethod.MobileOtp);
        Assert.Equal(2, (await portal.CodesAsync(patient)).Count);
        Assert.True(await portal.TypeAsync(asking, patient));
        await portal.UntilAskedAsync(patient, asked => asked is { Open: null, Last.State: AuthenticationState.Granted });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_that_nobody_types_ends_and_the_request_waits_for_a_person(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (patient, _, id) = await portal.AskedForAsync(AuthenticationMethod.MobileOtp);

        portal.Clock.Advance(TimeSpan.FromHours(2.1));

        Assert.Equal(LinkReason.PermissionUnanswered, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        Assert.Equal(AuthenticationState.Expired, (await portal.UntilAskedAsync(patient, asked => asked.Open is null)).Last!.State);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_that_ABDM_could_not_check_costs_no_try_and_is_typed_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Containing = await portal.CodeAsync(patient), ErrorCode = 1503, Message = "Service down" });

        Assert.True(await portal.TypeAsync(asking, patient));
        await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode, ErrorCode: "1503", TriesLeft: Authentication.MostCodes });
        Assert.True(await portal.TypeAsync(asking, patient));
        await portal.UntilAskedAsync(patient, asked => asked is { Open: null, Last.State: AuthenticationState.Granted });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_profile_of_somebody_else_gives_no_permission(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.PatientAsync(account => account with { Name = "Wholly Different", Gender = "M", Mobile = "9840055555" });
        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        Assert.True(await portal.TypeAsync(asking, patient));
        var looked = await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsLook });
        Assert.Equal("Wholly Different", looked.Profile!.Name);
        Assert.True(looked.Comparison!.NeedsReason);

        Assert.False(await portal.Asking().SamePatientAsync(PortalHost.HipId, asking, "clerk", "  no "));
        Assert.True(await portal.Asking().OtherPatientAsync(PortalHost.HipId, asking, "clerk"));
        await using var db = await portal.OpenDbAsync();
        Assert.DoesNotContain(db.Set<LinkingToken>(), token => token.AuthenticationId == asking);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Another_facility_reaches_none_of_it(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, AuthenticationMethod.MobileOtp);
        Assert.Null(await portal.Asking().FindAsync(PortalHost.OtherHipId, patient.Id));
        Assert.False(await portal.Asking().GiveUpAsync(PortalHost.OtherHipId, asking));
        Assert.False(await portal.Asking().CodeAsync(PortalHost.OtherHipId, asking, new Secret("123456")));
        Assert.True(await portal.Asking().GiveUpAsync(PortalHost.HipId, asking));
    }
}
