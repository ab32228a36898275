using HrpPortal.CareContexts;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static HrpPortal.Linking.LinkTransition;
using HiType = HrpPortal.CareContexts.HiType;

namespace HrpPortal.Tests.Linking;

/// <summary>A facility that speaks v3, whole host against the sandbox (protocol, 7).</summary>
public sealed class V3LinkTests(V3Host host) : IClassFixture<V3Host>
{
    private readonly PortalHost _portal = host.Portal;

    [Fact, Trait("Row", "HIP_INTI_LINK_501"), Trait("Row", "HIP_INTI_LINK_502"), Trait("Row", "HIP_INTI_LINK_503"), Trait("Row", "HIP_INTI_LINK_504"), Trait("Row", "HIP_INTI_LINK_505")]
    public async Task A_record_is_linked_with_one_call_for_the_token_and_one_for_the_link()
    {
        var patient = await PatientAsync();
        var linked = await LinkedAsync(await SendAsync(patient));

        Assert.Equal([T1, T2, T9], linked.Steps().Except([T3]));
        Assert.Equal([CallPaths.GenerateToken, CallPaths.LinkCareContext], CallsOf(patient));
        await Truth.HoldsAsync(_portal, linked.Row.Id);
    }

    [Fact]
    public async Task The_token_serves_the_next_records_too_also_two_at_once()
    {
        var patient = await PatientAsync();
        await LinkedAsync(await SendAsync(patient));
        var both = await Task.WhenAll(SendAsync(patient), SendAsync(patient));
        foreach (var id in both) await LinkedAsync(id);

        Assert.Single(CallsOf(patient), CallPaths.GenerateToken);
        await using var db = await _portal.OpenDbAsync();
        var key = PhrAddress.Key(patient.PhrAddress!);
        var token = await db.Set<LinkingToken>().SingleAsync(one => one.AddressKey == key);
        Assert.Equal((null, null, GatewayDialect.V3), (token.UsedAt, token.ReservedFor, token.Dialect));
    }

    [Fact]
    public async Task Records_of_two_kinds_in_one_visit_stand_in_two_groups_of_one_call()
    {
        var patient = await PatientAsync();
        var linked = await LinkedAsync(await _portal.SendAsync(
            patient, await _portal.RecordAsync(patient, "V3-TWO"), await _portal.RecordAsync(patient, "V3-TWO", HiType.Prescription), await _portal.RecordAsync(patient, "V3-ONE")));

        var body = Assert.Single(_portal.Sandbox.Received, call => call.Path == CallPaths.LinkCareContext && call.Body.Contains("CC-V3-TWO", StringComparison.Ordinal)).Body;
        var sent = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("patient").EnumerateArray()
            .Select(group => (group.GetProperty("hiType").GetString(), group.GetProperty("count").GetInt32())).Order();
        Assert.Equal([("OPConsultation", 2), ("Prescription", 1)], sent);
        await Truth.HoldsAsync(_portal, linked.Row.Id);
    }

    [Fact, Trait("Row", "T11")]
    public async Task One_of_three_that_is_linked_already_ends_with_all_of_them_linked()
    {
        var patient = await PatientAsync();
        var records = await Task.WhenAll(_portal.RecordAsync(patient), _portal.RecordAsync(patient), _portal.RecordAsync(patient));
        _portal.Sandbox.AddLink(patient.HipId, patient.PhrAddress!, "CC-" + records[1].VisitNumber);
        var linked = await LinkedAsync(await _portal.SendAsync(patient, records));

        Assert.Contains(T11, linked.Steps());
        Assert.Equal(4, linked.Attempts.Count);
    }

    [Theory, InlineData("ABDM-1038", "ABHA address and Link token mismatch"), InlineData("ABDM-1066", "Invalid JWT token"), Trait("Row", "T12")]
    public async Task A_token_that_is_refused_at_once_is_dropped_and_asked_for_anew_once(string code, string message)
    {
        var patient = await PatientAsync();
        _portal.Befalls(patient, CallPaths.LinkCareContext, new ScriptedAnswer { Status = 400, StatusCode = code, Message = message });
        var linked = await LinkedAsync(await SendAsync(patient));

        Assert.Equal([T1, T2, T12, T2, T9], linked.Steps().Where(step => step != T3));
        Assert.Equal(2, CallsOf(patient).Count(path => path == CallPaths.GenerateToken));
    }

    [Fact, Trait("Row", "T10")]
    public async Task Already_linked_said_at_once_is_linked()
    {
        var patient = await PatientAsync();
        _portal.Befalls(patient, CallPaths.LinkCareContext, new ScriptedAnswer
        {
            Status = 400, StatusCode = "ABDM-1056", Message = "This care contexts has been already linked", Taken = true, Silent = true,
        });
        var linked = await LinkedAsync(await SendAsync(patient));
        Assert.Equal([T1, T2, T10], linked.Steps());
    }

    [Fact, Trait("Row", "T5")]
    public async Task An_answer_that_was_lost_is_asked_for_under_the_same_REQUEST_ID()
    {
        var patient = await PatientAsync();
        _portal.Befalls(patient, CallPaths.LinkCareContext, new ScriptedAnswer { Wire = WireFault.ResetBeforeAnswer, Taken = true, Hold = true });
        var id = await SendAsync(patient);
        await _portal.UntilAsync(id, LinkState.Unknown);
        _portal.Clock.Advance(TimeSpan.FromSeconds(21));
        var accepted = await _portal.UntilAsync(id, LinkState.Accepted);

        Assert.Equal([T1, T2, T4, T5], accepted.Steps());
        await _portal.Sandbox.ReleaseAsync();
        await LinkedAsync(id);
    }

    [Fact]
    public async Task Who_is_not_found_needs_a_person_and_is_not_asked_again_by_itself()
    {
        var patient = await PatientAsync(account: _ => null);
        var id = await SendAsync(patient);
        var stopped = await _portal.UntilAsync(id, LinkState.NeedsHuman);
        _portal.Clock.Advance(TimeSpan.FromHours(1));
        await _portal.CalmAsync();

        Assert.Equal(LinkState.NeedsHuman, (await _portal.DetailsAsync(id)).Row.State);
        Assert.Equal([CallPaths.GenerateToken], CallsOf(patient));
        Assert.True(stopped.Row.Reason is LinkReason.AddressUnknown or LinkReason.DetailsDiffer, $"{stopped.Row.Reason}");
    }

    [Fact, Trait("Row", "HIP_INTI_LINK_503")]
    public async Task Details_that_differ_bring_no_token_and_those_that_agree_afterwards_do()
    {
        var patient = await PatientAsync(account: account => account with { Name = "Somebody Else" });
        var id = await SendAsync(patient);

        Assert.Equal(LinkReason.DetailsDiffer, (await _portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        Assert.Equal([CallPaths.GenerateToken], CallsOf(patient));
        await using (var db = await _portal.OpenDbAsync())
        {
            var key = PhrAddress.Key(patient.PhrAddress!);
            Assert.Empty(await db.Set<LinkingToken>().Where(one => one.AddressKey == key).ToListAsync());
            await db.Set<Patient>().Where(one => one.Id == patient.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Name, "Somebody Else"));
        }

        Assert.True(await _portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await LinkedAsync(id);
        Assert.Equal([CallPaths.GenerateToken, CallPaths.GenerateToken, CallPaths.LinkCareContext], CallsOf(patient));
    }

    [Fact, Trait("Row", "HIP_INIT_NOTIFY_HIECM")]
    public async Task New_data_of_a_linked_care_context_is_told_and_again_when_ABDM_is_not_ready_yet()
    {
        var patient = await PatientAsync();
        var first = await _portal.RecordAsync(patient, "V3-MORE");
        await LinkedAsync(await _portal.SendAsync(patient, first));
        await using var db = await _portal.OpenDbAsync();
        var context = await db.Set<CareContext>().SingleAsync(one => one.Reference == "CC-V3-MORE");
        _portal.Befalls(patient, CallPaths.NotifyV3, new ScriptedAnswer { ErrorCode = 1006, Message = "No care context linked with given reference number" });

        var sent = await _portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.Existing(context.Id), await _portal.RecordAsync(patient, "V3-MORE")), A.Clerk);
        var id = Assert.Single(((LinkSubmitted.Sent)sent).RequestIds);
        await _portal.UntilAsync(id, LinkState.WaitRetry);
        _portal.Clock.Advance(TimeSpan.FromSeconds(6));
        await LinkedAsync(id);
    }

    [Theory, InlineData("Asha Rao 2"), InlineData("आशा राव"), InlineData("Asha-")]
    public async Task A_name_that_v3_does_not_take_is_said_before_anything_is_sent(string name)
    {
        var patient = await PatientAsync(name: name);
        var refused = await _portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), await _portal.RecordAsync(patient)), A.Clerk);

        Assert.Contains("English letters", ((LinkSubmitted.Invalid)refused).Errors.Of("Patient"), StringComparison.Ordinal);
        Assert.Empty(CallsOf(patient));
    }

    [Theory]
    [InlineData("V3#1", null, null, "Records", "V3#1")]
    [InlineData(null, "T#2", null, "Patient", "hospital number")]
    [InlineData(null, null, "Rao & Sons", "Facility", "hospital's name")]
    public async Task What_hospital_systems_wrote_and_v3_does_not_take_is_said_before_anything_is_sent(string? visit, string? number, string? hospital, string field, string says)
    {
        var patient = await PatientAsync();
        await using (var db = await _portal.OpenDbAsync())
        {
            if (number is not null) await db.Set<Patient>().Where(one => one.Id == patient.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Number, number));
        }

        var before = await RenameAsync(hospital);
        var refused = await _portal.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), await _portal.RecordAsync(patient, visit)), A.Clerk);
        await RenameAsync(before);

        var errors = ((LinkSubmitted.Invalid)refused).Errors;
        Assert.Equal([field], errors.Messages.Keys);
        Assert.Contains(says, errors.Of(field), StringComparison.Ordinal);
        Assert.Empty(CallsOf(patient));
    }

    private async Task<string> RenameAsync(string? name)
    {
        await using var db = await _portal.OpenDbAsync();
        var facility = await db.Set<HrpPortal.Facilities.Facility>().SingleAsync(one => one.HipId == PortalHost.HipId);
        var before = facility.Name;
        facility.Name = name ?? before;
        await db.SaveChangesAsync();
        return before;
    }

    /// <summary>Names of letters only: v3 takes no others.</summary>
    private Task<Patient> PatientAsync(Func<Account, Account?>? account = null, string? name = null) => _portal.PatientAsync(account, name: name ?? "Vasudha Test Rao");

    private async Task<Guid> SendAsync(Patient patient) => await _portal.SendAsync(patient, await _portal.RecordAsync(patient));

    private Task<LinkDetails> LinkedAsync(Guid id) => _portal.UntilAsync(id, LinkState.Linked);

    /// <summary>What left for this patient, in order.</summary>
    private List<string> CallsOf(Patient patient) =>
        [.. _portal.Sandbox.Received.Where(call => call.Body.Contains(patient.PhrAddress!, StringComparison.Ordinal)).Select(call => call.Path)];
}

public sealed class V3Host : IAsyncLifetime
{
    private PortalHost? _portal;

    public PortalHost Portal => _portal ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync(settings => settings["Facilities:0:Dialect"] = "V3");

    public async Task DisposeAsync() => await Portal.DisposeAsync();
}
