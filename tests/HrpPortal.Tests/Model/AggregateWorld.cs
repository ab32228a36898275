using HrpPortal.Linking;
using HrpPortal.Outbox;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Model;

/// <summary>
/// The real aggregate with two workers that do as LinkSender does, one request, and ABDM. A change is a commit; what a worker
/// remembers is gone with a crash, what was committed is not. Each step is taken in the reference too.
/// </summary>
internal sealed class AggregateWorld
{
    private readonly LinkRequest _request;
    private readonly Reference _reference;
    private readonly Abdm _abdm = new();
    private readonly List<Guid> _ids;
    private readonly int _before, _known;
    private readonly Call?[] _calls = new Call?[2];
    private DateTime _now = Requests.Start;
    private int _owner = -1;
    private DateTime _until;
    private bool _wasLinked;

    public AggregateWorld(int contexts, int before, int known)
    {
        (_request, _reference) = (Requests.Queued(contexts), new Reference(contexts));
        _ids = [.. _request.Contexts.Select(one => one.CareContextId).Order()];
        (_before, _known) = (before & ((1 << contexts) - 1), known & before & ((1 << contexts) - 1));
        for (var i = 0; i < contexts; i++) if ((_before >> i & 1) != 0) _abdm.Linked[_ids[i]] = 0;
    }

    public IReadOnlyList<LinkEvent> Events => _request.Events;

    public void Take(Step step)
    {
        var worker = step.A % 2;
        switch (step.What)
        {
            case Do.Work: Work(worker); break;
            case Do.Send: Send(worker, (Line)(step.B % 6), (Mood)(step.A / 2 % 7)); break;
            case Do.Settle: Settle(worker); break;
            case Do.Crash: Crash(worker, step.B % 2 == 0); break;
            case Do.Deliver: Deliver(step.A, step.B % 3 == 0); break;
            case Do.Lose: if (_abdm.Callbacks.Count > 0) _abdm.Callbacks.RemoveAt(step.A % _abdm.Callbacks.Count); break;
            case Do.ArriveLate: _abdm.ArriveLate((Mood)(step.B % 7)); break;
            case Do.Wait: _now = step.B % 2 == 0 && _request.NextAttemptAt > _now ? _request.NextAttemptAt.Value : _now + Waits[step.A % Waits.Length]; break;
            case Do.Cancel: if (_request.State is LinkState.Queued or LinkState.WaitRetry) Commit(() => _request.Cancel(A.Clerk, _now), _reference.Cancel); break;
            case Do.TryAgain: if (_request.State is LinkState.NeedsHuman) Commit(() => _request.TryAgain(A.Clerk, _request.PhrAddress, _request.AddressKey, _now), _reference.TryAgain); break;
            case Do.StopPermission:
                if (_request.State is LinkState.Queued or LinkState.WaitRetry or LinkState.NoAnswer)
                    Commit(() => _request.PermissionStopped(LinkReason.DetailsDiffer, "1441", null, _now), _reference.PermissionStopped);
                break;
        }

        Check();
    }

    /// <summary>From here on all goes well, and time goes on: the request must come to its end, and its end must be the truth.</summary>
    public void ComesToTheTruth()
    {
        for (var round = 0; round < 400 && (!_request.IsFinal || _calls.Any(call => call is not null) || _abdm.Callbacks.Count > 0); round++)
        {
            for (var w = 0; w < 2; w++)
            {
                Take(new Step(Do.Work, w, 0));
                Take(new Step(Do.Send, w, 0));
                Take(new Step(Do.Settle, w, 0));
            }

            while (_abdm.Callbacks.Count > 0) Take(new Step(Do.Deliver, 0, 1));
            if (!_request.IsFinal) _now += TimeSpan.FromMinutes(10);
        }

        Assert.True(_request.IsFinal, $"Not ended: {_request.State}");
        var notLinked = _request.State != LinkState.Linked && !_request.InDoubt;
        foreach (var context in _request.Contexts)
        {
            var truth = _abdm.Linked.TryGetValue(context.CareContextId, out var times);
            Assert.True(context.State == LinkContextState.Open || truth, "Called linked, and is not (I9).");
            Assert.True(!notLinked || context.State != LinkContextState.Open || !truth || times == 0, $"Called not linked ({_request.State}), and is (I9).");
        }
    }

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(70), TimeSpan.FromHours(25), TimeSpan.FromSeconds(-40)];

    /// <summary>OutboxDispatcher.LeaseAsync and LinkSender.SendAsync up to where the bytes leave.</summary>
    private void Work(int worker)
    {
        var due = ((IOutboxed)_request).Wish switch { OutboxWish.Due wish => wish.At <= _now, OutboxWish.InHand => true, _ => false };
        if (_calls[worker] is not null || !due || (_owner >= 0 && _until >= _now)) return;
        (_owner, _until) = (worker, _now.AddSeconds(30));
        var last = _reference.Attempts.Count - 1;
        switch (_request.State)
        {
            case LinkState.Queued or LinkState.WaitRetry or LinkState.NoAnswer:
                Commit(() => _request.BeginAttempt(Guid.NewGuid(), null, _now), _reference.Begin);
                _calls[worker] = new Call(last + 1, IsQuestion: false, null);
                break;
            case LinkState.Dispatching:
                Commit(() => _request.AttemptUnknown(IdOf(last), null, _now, _now), _reference.LeaseRanOut);
                break;
            case LinkState.Unknown when _now - _request.CurrentAttempt!.BegunAt < LinkRequest.QuestionWindow:
                Commit(() => _request.Asking(IdOf(last), _now.AddSeconds(70), _now), _reference.Ask);
                _calls[worker] = new Call(last, IsQuestion: true, null);
                break;
            case LinkState.Accepted when _now < _request.AcceptedAt + LinkRequest.AnswerWindow:
                Commit(() => _request.AnswerIsLate(_now), () => { });
                break;
            default:
                Commit(() => _request.NoAnswerCame(_now), _reference.TimeOver);
                break;
        }
    }

    private void Send(int worker, Line line, Mood mood)
    {
        if (_calls[worker] is not { Heard: null } call) return;
        var (id, carried) = (IdOf(call.Attempt), Carried(call.Attempt));
        if (line == Line.Late) _abdm.Leave(id, carried);
        var reply = line switch
        {
            Line.Good => _abdm.Take(id, carried, mood),
            Line.AnswerLost => _abdm.Take(id, carried, mood) is var _ ? Reply.Lost : default,
            Line.Late or Line.Cut => Reply.Lost,
            Line.NotNow => Reply.NotNow,
            _ => Reply.Refused,
        };
        _calls[worker] = call with { Heard = reply };
    }

    /// <summary>LinkSender.Settle and SettleQuestion.</summary>
    private void Settle(int worker)
    {
        if (_calls[worker] is not { Heard: { } reply } call) return;
        _calls[worker] = null;
        var id = IdOf(call.Attempt);
        Commit(
            () => _ = (reply, call.IsQuestion) switch
            {
                (Reply.Taken, false) => _request.AttemptAccepted(id, LinkTransition.T3, 202, null, _now),
                (Reply.Taken, true) => _request.AttemptAccepted(id, LinkTransition.T6, 202, null, _now),
                (Reply.Replayed, true) => _request.AttemptAccepted(id, LinkTransition.T5, 429, null, _now),
                (Reply.Lost or Reply.Replayed, _) or (Reply.NotNow, true) => _request.AttemptUnknown(id, null, _now.AddSeconds(20), _now),
                (Reply.NotNow, false) => _request.AttemptPostponed(id, 500, "2503", null, _now.AddSeconds(5), _now),
                _ => _request.AttemptRefused(id, 400, "2500", null, _now),
            },
            () => _reference.Heard(call.Attempt, reply, call.IsQuestion));
    }

    private void Crash(int worker, bool bytesLeft)
    {
        if (_calls[worker] is { Heard: null } call && bytesLeft) _abdm.Leave(IdOf(call.Attempt), Carried(call.Attempt));
        _calls[worker] = null;
    }

    /// <summary>LinkReplies.AnswerAsync.</summary>
    private void Deliver(int which, bool again)
    {
        if (_abdm.Callbacks.Count == 0) return;
        var (id, answer) = _abdm.Callbacks[which % _abdm.Callbacks.Count];
        if (!again) _abdm.Callbacks.RemoveAt(which % _abdm.Callbacks.Count);
        var known = _ids.Where((_, i) => (_known >> i & 1) != 0).ToList();
        Commit(
            () =>
            {
                if (answer == Answer.Success) _request.Succeeded(id, _now);
                else if (answer == Answer.AlreadyLinked && _request.CarriesOne(id)) _request.WasLinkedAlready(id, "1439", _now);
                else if (answer == Answer.AlreadyLinked) _request.SomeWereLinkedAlready(id, known, "1439", null, _now);
                else if (answer == Answer.Final) _request.AnsweredRefused(id, LinkReason.RefusedByAbdm, "1402", null, _now);
                else _request.AnsweredNotNow(id, answer == Answer.TokenRefused ? LinkReason.TokenRefused : LinkReason.GatewayTrouble, "1500", null, _now.AddSeconds(5), _now);
            },
            () => _reference.Answered(_request.Attempts.Single(one => one.RequestId == id).Number - 1, answer, _known));
    }

    /// <summary>OutboxedStore: the change, and the row that follows it.</summary>
    private void Commit(Action change, Action reference)
    {
        change();
        reference();
        if (((IOutboxed)_request).Wish is not OutboxWish.InHand) _owner = -1;
    }

    private void Check()
    {
        Assert.Equal((_reference.State, _reference.Attempts.Count), (_request.State, _request.Attempts.Count));
        Assert.Equal(_reference.Open, Enumerable.Range(0, _ids.Count).Where(i => _request.Contexts.Single(one => one.CareContextId == _ids[i]).State == LinkContextState.Open).Sum(i => 1 << i));
        Assert.Equal(_reference.Attempts.Select(one => one.Fate), _request.Attempts.OrderBy(one => one.Number).Select(FateOf));
        Invariants.Hold(_request, ref _wasLinked);
        Assert.All(_abdm.Linked.Values, times => Assert.InRange(times, 0, 1));
        Assert.All(_request.Contexts.Where(one => one.State != LinkContextState.Open), one => Assert.Contains(one.CareContextId, _abdm.Linked.Keys));
    }

    private static Fate FateOf(LinkAttempt attempt) => attempt.State switch
    {
        AttemptState.Succeeded => Fate.Yes,
        AttemptState.Postponed or AttemptState.Failed => Fate.No,
        AttemptState.Unanswered => Fate.NotKnown,
        _ => Fate.OnItsWay,
    };

    private Guid IdOf(int attempt) => _request.Attempts.Single(one => one.Number == attempt + 1).RequestId;

    private List<Guid> Carried(int attempt) => [.. _ids.Where((_, i) => (_reference.Attempts[attempt].Carries >> i & 1) != 0)];

    private sealed record Call(int Attempt, bool IsQuestion, Reply? Heard);
}
