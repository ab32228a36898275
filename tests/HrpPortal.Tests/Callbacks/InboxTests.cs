using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Callbacks;

/// <summary>Callbacks that are kept and change nothing, and one that breaks.</summary>
public sealed class InboxTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private const string Bridge = "bridge_SBX_HRP_PORTAL";

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T21"), Trait("Row", "C6")]
    public async Task An_answer_to_a_question_that_nobody_here_asked_is_kept(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var stranger = Guid.NewGuid();
        foreach (var path in (string[])[CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify, CallbackPaths.OnFetchModes, CallbackPaths.OnInit, CallbackPaths.OnConfirm])
        {
            Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(path, Says.Success(stranger)));
            Assert.Equal(CallbackOutcome.Orphan, await OutcomeAsync(portal, stranger, path));
        }
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I13"), Trait("Row", "J26"), Trait("Row", "C6")]
    public async Task An_answer_that_another_facility_or_the_bridge_gives_is_kept_and_changes_nothing(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var requestId = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId;

        foreach (var (hipId, body) in ((string, string)[])[(PortalHost.OtherHipId, Says.Success(requestId)), (PortalHost.OtherHipId, Says.Error(requestId, 1402)), (Bridge, Says.Success(requestId))])
            Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(body, hipId));
        await portal.CalmAsync();

        await using var db = await portal.OpenDbAsync();
        Assert.Equal(3, await db.Set<InboxCallback>().CountAsync(one => one.RespRequestId == requestId && one.Outcome == CallbackOutcome.OtherFacility));
        Assert.Equal(LinkState.Accepted, (await portal.DetailsAsync(id)).Row.State);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
        await Truth.HoldsAsync(portal, id);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C6")]
    public async Task Five_hundred_answers_of_every_wrong_kind_at_once_change_nothing(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var asked = await Waiting.AddAsync(portal, 20);
        var unknown = Enumerable.Range(0, Rounds.Of(ci: 200, nightly: 2000)).Select(_ => Guid.NewGuid()).ToList();
        (string Body, string HipId, HttpStatusCode Answer)[] all =
        [
            .. unknown.Select(id => (Says.Success(id), PortalHost.HipId, HttpStatusCode.Accepted)),
            .. Enumerable.Range(0, unknown.Count / 2).Select(i => (Says.Success(asked[i % asked.Count].RequestId), PortalHost.OtherHipId, HttpStatusCode.Accepted)),
            .. Enumerable.Range(0, unknown.Count / 2).Select(i => (Says.Success(asked[i % asked.Count].RequestId), $"IN99{i:00000000}", HttpStatusCode.Unauthorized)),
            .. Enumerable.Range(0, unknown.Count / 4).Select(i => (Says.Success(asked[i % asked.Count].RequestId).Replace("-", "+", StringComparison.Ordinal), PortalHost.HipId, HttpStatusCode.BadRequest)),
            .. Enumerable.Range(0, unknown.Count / 4).Select(i => ($"{{\"resp\":{{\"requestId\":\"{new string('a', 1024 * 1024)}\"}}}}", PortalHost.HipId, HttpStatusCode.RequestEntityTooLarge)),
        ];
        Random.Shared.Shuffle(all);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (one, _) => Assert.Equal(one.Answer, await portal.AnswerAsync(one.Body, one.HipId)));
        await portal.CalmAsync();

        await using var db = await portal.OpenDbAsync();
        Assert.Equal(unknown.Count, await db.Set<InboxCallback>().CountAsync(one => one.Outcome == CallbackOutcome.Orphan && unknown.Contains(one.RespRequestId)));
        Assert.All(await portal.StatesAsync(asked.ConvertAll(one => one.Id)), state => Assert.Equal(LinkState.Accepted, state));
        Assert.All(await portal.DetailsAsync(asked.Select(one => one.Id)), one => Assert.Equal([LinkTransition.T1, LinkTransition.T2], one.Steps()));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T21")]
    public async Task An_answer_on_the_path_of_another_question_is_kept(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var requestId = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId;
        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(CallbackPaths.OnContextNotify, Says.Success(requestId)));
        Assert.Equal(CallbackOutcome.Orphan, await OutcomeAsync(portal, requestId, CallbackPaths.OnContextNotify));
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_callback_that_cannot_be_applied_does_not_stop_the_others_and_is_tried_again(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var broken = new InboxCallback
        {
            Id = Guid.CreateVersion7(), Path = CallbackPaths.OnAddContexts, HipId = PortalHost.HipId, RequestId = "", RespRequestId = Guid.NewGuid(), BodyHash = "broken",
            ProtectedBody = [1, 2, 3], Kid = "", ReceivedAt = portal.Clock.Utc(),
        };
        await using (var db = await portal.OpenDbAsync())
        {
            db.Add(broken);
            await db.SaveChangesAsync();
        }

        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.UntilAsync(id, LinkState.Linked);
        await FailedAsync(portal, broken.Id, 1);
        portal.Clock.Advance(TimeSpan.FromSeconds(3));
        await FailedAsync(portal, broken.Id, 2);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "G8")]
    public async Task Oversized_and_odd_texts_in_an_answer_are_cut_or_refused_and_never_stick(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        var requestId = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId;
        var code = new string('9', 60);
        Assert.Equal(HttpStatusCode.BadRequest, await portal.AnswerAsync(Says.Success(requestId).Replace("{\"requestId\":\"", "{\"requestId\":\"\\u0000", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(
            Says.Error(requestId, 1402, new string('m', 3000) + "\0\u202e").Replace("1402", $"\"{code}\"", StringComparison.Ordinal)));
        var refused = await portal.UntilAsync(id, LinkState.Refused);
        Assert.InRange(refused.Row.ErrorCode!.Length, 1, 32);
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
    }

    private static async Task<CallbackOutcome?> OutcomeAsync(PortalHost portal, Guid respRequestId, string path)
    {
        CallbackOutcome? outcome = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await portal.OpenDbAsync();
                return (outcome = (await db.Set<InboxCallback>().AsNoTracking().SingleAsync(one => one.RespRequestId == respRequestId && one.Path == path)).Outcome) is not null;
            },
            () => "not looked at");
        return outcome;
    }

    private static Task FailedAsync(PortalHost portal, Guid id, int times) => Eventually.TrueAsync(
        async () =>
        {
            await using var db = await portal.OpenDbAsync();
            return await db.Set<InboxCallback>().AnyAsync(one => one.Id == id && one.Failures == times && one.RetryAt != null && one.AppliedAt == null);
        },
        () => $"not tried {times} times");
}
