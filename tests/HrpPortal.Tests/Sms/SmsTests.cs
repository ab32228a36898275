using System.Net;
using HrpPortal.Access;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sms;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Sms;

/// <summary>An SMS through ABDM to a patient without an address, whole host against the sandbox, in both dialects.</summary>
public sealed class SmsTests : IAsyncLifetime
{
    private static readonly StaffMember Kavita = new("staff-1", "Kavita", [Roles.Clerk]);

    private PortalHost? _portal;

    public static TheoryData<GatewayDialect> Dialects => [GatewayDialect.V05, GatewayDialect.V3];

    private PortalHost Portal => _portal!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_press_and_the_patients_phone_has_the_SMS_which_names_the_facility_and_nobody(GatewayDialect dialect)
    {
        var patient = await StartAsync(dialect);
        Assert.Equal(SmsAsked.Asked, await AskAsync(patient));

        var sent = await UntilAsync(patient, SmsState.Sent);
        Assert.Equal((1, "Kavita", null), (sent.Tries, sent.AskedByName, sent.ErrorCode));
        var call = Assert.Single(Calls(dialect));
        Assert.Contains($"\"+91-{patient.Mobile}\"", call.Body, StringComparison.Ordinal);
        Assert.Contains("\"Test Hospital\"", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(patient.Name, call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(patient.Number, call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Portal.Log.Lines, line => line.Contains(patient.Mobile!, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Nobody_gets_a_second_SMS_within_a_day_not_even_by_two_presses_at_once(GatewayDialect dialect)
    {
        var patient = await StartAsync(dialect);
        var presses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(patient)));
        Assert.Single(presses, SmsAsked.Asked);
        await UntilAsync(patient, SmsState.Sent);
        Assert.Equal(SmsAsked.TooSoon, await AskAsync(patient));
        Assert.Single(Calls(dialect));

        Portal.Clock.Advance(SmsInvitation.Pause + TimeSpan.FromMinutes(1));
        Assert.Equal(SmsAsked.Asked, await AskAsync(patient));
        await Eventually.TrueAsync(() => Calls(dialect).Count == 2, "The second SMS of another day did not go.");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_refusal_is_kept_with_its_reason_and_may_be_tried_again(GatewayDialect dialect)
    {
        var patient = await StartAsync(dialect);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = PathOf(dialect), ErrorCode = 1005, Message = "Invalid receiver" });
        await AskAsync(patient);

        var refused = await UntilAsync(patient, SmsState.Refused);
        Assert.Equal("Invalid receiver", refused.ErrorMessage);
        Assert.Contains("1005", refused.ErrorCode, StringComparison.Ordinal);
        Assert.Equal(SmsAsked.Asked, await AskAsync(patient));
        await UntilAsync(patient, SmsState.Sent);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Without_an_answer_it_says_so_and_a_late_answer_still_counts(GatewayDialect dialect)
    {
        var patient = await StartAsync(dialect);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = PathOf(dialect), Silent = true });
        await AskAsync(patient);
        await UntilAsync(patient, SmsState.Accepted);
        Assert.Equal(SmsAsked.TooSoon, await AskAsync(patient));
        Portal.Clock.Advance(SmsInvitation.Patience + TimeSpan.FromMinutes(1));
        var silent = await UntilAsync(patient, SmsState.NoAnswer);

        var (path, body) = dialect == GatewayDialect.V3
            ? (CallbackPaths.OnSmsNotifyV3, $$$"""{"requestId":null,"timestamp":null,"acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"{{{silent.RequestId}}}"}}""")
            : (CallbackPaths.OnSmsNotify, $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000000","status":"ACKNOWLEDGED","error":{"code":1000,"message":"string"},"resp":{"requestId":"{{{silent.RequestId}}}"}}""");
        Assert.Equal(HttpStatusCode.Accepted, await Portal.CallBackAsync(path, body));
        await UntilAsync(patient, SmsState.Sent);
    }

    [Fact]
    public async Task Another_facility_says_nothing_of_our_SMS_and_an_empty_answer_is_none()
    {
        var patient = await StartAsync(GatewayDialect.V05);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = PathOf(GatewayDialect.V05), Silent = true });
        await AskAsync(patient);
        var waiting = await UntilAsync(patient, SmsState.Accepted);
        Assert.Equal(HttpStatusCode.Accepted, await Portal.CallBackAsync(CallbackPaths.OnSmsNotify, Body("\"status\":\"ACKNOWLEDGED\","), PortalHost.OtherHipId));
        Assert.Equal(HttpStatusCode.Accepted, await Portal.CallBackAsync(CallbackPaths.OnSmsNotify, Body("")));
        await Portal.CallBackAsync(CallbackPaths.OnSmsNotify, Body("\"status\":\"ERRORED\","));
        await UntilAsync(patient, SmsState.Refused);

        string Body(string said) => "{" + $"\"requestId\":\"{Guid.NewGuid()}\",{said}\"resp\":{{\"requestId\":\"{waiting.RequestId}\"}}" + "}";
    }

    [Fact]
    public async Task While_ABDM_is_away_it_waits_and_after_two_hours_it_is_given_up()
    {
        var patient = await StartAsync(GatewayDialect.V05);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = PathOf(GatewayDialect.V05), Status = 503, Times = 1 });
        await AskAsync(patient);
        await Eventually.TrueAsync(async () => await LastAsync(patient) is { State: SmsState.Asked, Tries: 1 }, () => "It was not put off.");
        Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(patient, SmsState.Sent);

        var other = await Portal.WithoutAddressAsync();
        Portal.Sandbox.Script(new ScriptedAnswer { Path = PathOf(GatewayDialect.V05), Status = 503, Times = 100 });
        await AskAsync(other);
        await Eventually.TrueAsync(async () => await LastAsync(other) is { State: SmsState.Asked, NextAt: { } next } && next > Portal.Clock.GetUtcNow().UtcDateTime, () => "It was not put off.");
        Portal.Clock.Advance(SmsInvitation.LongestWait + TimeSpan.FromMinutes(1));
        await UntilAsync(other, SmsState.Refused);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_was_asked_for_is_sent_after_a_restart_and_what_was_under_way_is_not_sent_twice(GatewayDialect dialect)
    {
        var patient = await StartAsync(dialect);
        await Portal.StopAsync();
        Portal.StartAgain();
        var underWay = await Portal.WithoutAddressAsync();

        // As a portal leaves them that dies: one was written down, the other had begun and nobody knows how far it came.
        var now = Portal.Clock.GetUtcNow().UtcDateTime;
        await using (var db = await Portal.OpenDbAsync())
        {
            foreach (var (who, begun) in new[] { (patient, false), (underWay, true) })
            {
                var sms = new SmsInvitation
                {
                    Id = Guid.CreateVersion7(), HipId = who.HipId, Dialect = dialect, PatientId = who.Id, Mobile = who.Mobile!, AskedById = "staff-1", AskedByName = "Kavita", AskedAt = now,
                };
                sms.Ask(now);
                if (begun) sms.Begin(Guid.NewGuid());
                db.Add(sms);
                db.Add(new OutboxMessage { Kind = SmsStore.OutboxKind, SubjectId = sms.Id, Key = sms.OutboxKey, CreatedAt = now, DueAt = now });
            }

            await db.SaveChangesAsync();
        }

        await UntilAsync(patient, SmsState.Sent);
        await UntilAsync(underWay, SmsState.Accepted);
        Assert.Single(Calls(dialect));
        Portal.Clock.Advance(SmsInvitation.Patience + TimeSpan.FromMinutes(1));
        await UntilAsync(underWay, SmsState.NoAnswer);
        Assert.Single(Calls(dialect));
    }

    [Fact]
    public async Task Who_has_an_address_or_no_mobile_needs_none_and_a_stranger_may_not_ask()
    {
        var patient = await StartAsync(GatewayDialect.V05);
        Assert.Equal(SmsAsked.NotNeeded, await AskAsync(await Portal.PatientAsync()));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Service.AskAsync(patient.HipId, patient.Id, Kavita with { Roles = [] }));
        Assert.Equal(SmsAsked.NotNeeded, await Service.AskAsync(PortalHost.OtherHipId, patient.Id, Kavita));
        Assert.Empty(Calls(GatewayDialect.V05));
    }

    private SmsService Service => Portal.Services.GetRequiredService<SmsService>();

    private Task<SmsAsked> AskAsync(Patient patient) => Service.AskAsync(patient.HipId, patient.Id, Kavita);

    private Task<SmsInvitation?> LastAsync(Patient patient) => Service.LastAsync(patient.HipId, patient.Mobile!);

    private async Task<SmsInvitation> UntilAsync(Patient patient, SmsState state)
    {
        SmsInvitation? seen = null;
        await Eventually.TrueAsync(async () => (seen = await LastAsync(patient))?.State == state, () => $"It is {seen?.State} ({seen?.ErrorCode}), not {state}\n{Portal.Log.Troubles}");
        return seen!;
    }

    private IReadOnlyList<ReceivedRequest> Calls(GatewayDialect dialect) => [.. Portal.Sandbox.Received.Where(call => call.Path == PathOf(dialect))];

    private static string PathOf(GatewayDialect dialect) => dialect == GatewayDialect.V3 ? CallPaths.SmsNotifyV3 : CallPaths.SmsNotify;

    private async Task<Patient> StartAsync(GatewayDialect dialect)
    {
        _portal = await PortalHost.StartAsync(settings => settings["Facilities:0:Dialect"] = dialect.ToString());
        return await Portal.WithoutAddressAsync();
    }
}
