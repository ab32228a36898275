using HrpPortal.CareContexts;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Model;

/// <summary>
/// The same runs on the real machinery: LinkService, LinkSender, LinkReplies and their stores on SQLite, with a gateway that does as
/// the run says. While a call is on the wire the run goes on: callbacks overtake the 202, another worker takes over a lease that ran
/// out, and a worker dies there.
/// </summary>
internal sealed class StoreWorld(StoreRig rig, Run run)
{
    private readonly Abdm _abdm = new();
    private List<CareContext> _contexts = [];
    private int _next;
    private int _depth;
    private Guid _id;
    private bool _wasLinked;

    public async Task RunAsync()
    {
        rig.OnCall = CallAsync;
        await SubmitAsync();
        while (_next < run.Steps.Length) await TakeAsync(run.Steps[_next++]);
        await ComesToTheTruthAsync();
    }

    private async Task TakeAsync(Step step)
    {
        switch (step.What)
        {
            case Do.Work or Do.Send or Do.Settle: await rig.WorkAsync(_id, step.A % 2); break;
            case Do.Deliver: await DeliverAsync(step.A, step.B % 3 == 0, step.B % 11 == 0); break;
            case Do.Lose: if (_abdm.Callbacks.Count > 0) _abdm.Callbacks.RemoveAt(step.A % _abdm.Callbacks.Count); break;
            case Do.ArriveLate: _abdm.ArriveLate((Mood)(step.B % 7)); break;
            case Do.Wait: await WaitAsync(step); break;
            case Do.Cancel: await rig.Links.CancelAsync(PortalHost.HipId, _id, A.Clerk); break;
            case Do.TryAgain: await rig.Links.TryAgainAsync(PortalHost.HipId, _id, A.Clerk); break;
        }

        var request = await rig.ReadAsync(_id);
        Invariants.Hold(request, ref _wasLinked);
        Assert.All(_abdm.Linked.Values, times => Assert.InRange(times, 0, 1));
    }

    /// <summary>A call is on the wire: what becomes of it, and what else happens meanwhile.</summary>
    private async Task<GatewayReply> CallAsync(AddContextsRequest body)
    {
        var references = body.Link.Patient.CareContexts.Select(one => one.ReferenceNumber).ToHashSet();
        var carried = _contexts.Where(one => references.Contains(one.Reference)).Select(one => one.Id).ToList();
        await using (var db = rig.Open()) Assert.True(await db.Set<LinkAttempt>().AnyAsync(one => one.RequestId == body.RequestId), "Sent before it was committed (I3).");
        var step = _next < run.Steps.Length ? run.Steps[_next++] : new Step(Do.Send, 0, 0);
        var line = step.What == Do.Crash ? Line.Late : (Line)(step.B % 6);
        var reply = line switch
        {
            Line.Good or Line.AnswerLost => _abdm.Take(body.RequestId, carried, (Mood)(step.A / 2 % 7)),
            _ => Reply.Lost,
        };
        if (line == Line.Late) _abdm.Leave(body.RequestId, carried);
        if (++_depth == 1) for (var during = step.A % 4; during > 0 && _next < run.Steps.Length; during--) await TakeAsync(run.Steps[_next++]);
        _depth--;
        if (step.What == Do.Crash) throw new CrashedException();
        return line switch
        {
            Line.Good when reply == Reply.Taken => new GatewayReply.Accepted(202, null),
            Line.Good => Failed(429, "2429", FaultKind.Replayed),
            Line.NotNow => Failed(500, "2503", FaultKind.Unavailable),
            Line.Refused => Failed(400, "2500", FaultKind.Refused),
            _ => Failed(null, null, FaultKind.Unknown),
        };
    }

    private async Task DeliverAsync(int which, bool again, bool otherFacility)
    {
        if (_abdm.Callbacks.Count == 0) return;
        var (requestId, answer) = _abdm.Callbacks[which % _abdm.Callbacks.Count];
        if (!again && !otherFacility) _abdm.Callbacks.RemoveAt(which % _abdm.Callbacks.Count);
        var body = answer switch
        {
            Answer.Success => Says.Success(requestId),
            Answer.AlreadyLinked => Says.Error(requestId, 1439, "Some of the Care Contexts are already linked"),
            Answer.TokenRefused => Says.Error(requestId, 1500, "Token is invalid or expired"),
            Answer.Final => Says.Error(requestId, 1402),
            _ => Says.Error(requestId, 2500, "Timed Out When calling target system"),
        };
        await rig.CallBackAsync(requestId, body, otherFacility ? PortalHost.OtherHipId : PortalHost.HipId);
    }

    private async Task WaitAsync(Step step)
    {
        var due = (await rig.ReadAsync(_id)).NextAttemptAt;
        rig.Clock.Advance(step.B % 2 == 0 && due > rig.Now ? due.Value - rig.Now : TimeSpan.FromSeconds(31 * (1 + (step.A % 20))));
    }

    private async Task ComesToTheTruthAsync()
    {
        LinkRequest request;
        var round = 0;
        while (!(request = await rig.ReadAsync(_id)).IsFinal || _abdm.Callbacks.Count > 0)
        {
            Assert.True(round++ < 200, $"Not ended: {request.State} ({request.Reason})");
            await TakeAsync(new Step(Do.Work, round % 2, 0));
            while (_abdm.Callbacks.Count > 0) await TakeAsync(new Step(Do.Deliver, 0, 1));
            rig.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        foreach (var context in request.Contexts)
        {
            var truth = _abdm.Linked.TryGetValue(context.CareContextId, out var times);
            Assert.True(context.State == LinkContextState.Open || truth, "Called linked, and is not (I9).");
            Assert.True(request.State == LinkState.Linked || request.InDoubt || context.State != LinkContextState.Open || !truth || times == 0, $"Called not linked ({request.State}), and is (I9).");
        }
    }

    private async Task SubmitAsync()
    {
        (_id, _contexts) = await rig.SubmitAsync(run.Contexts, i => ((run.Known & run.Before) >> i & 1) != 0);
        for (var i = 0; i < _contexts.Count; i++) if ((run.Before >> i & 1) != 0) _abdm.Linked[_contexts[i].Id] = 0;
    }

    private static GatewayReply.Failed Failed(int? status, string? code, FaultKind kind) => new(new GatewayFault(status, code, null, GatewayPaths.AddContexts, kind));
}

/// <summary>The process died here: nothing that was not committed is left of it.</summary>
internal sealed class CrashedException() : Exception("The worker is dead.");
