using HrpPortal.Linking;
using static HrpPortal.Linking.LinkState;

namespace HrpPortal.Tests.Model;

/// <summary>What the clerk is told an attempt's fate to be: on its way, not known, no, yes.</summary>
internal enum Fate { OnItsWay, NotKnown, No, Yes }

internal enum Reply { Taken, Replayed, Lost, NotNow, Refused }

internal enum Answer { Success, AlreadyLinked, TokenRefused, Final, GatewayTrouble }

/// <summary>The guarantees' table T1 to T21 written down once more, as short as it goes: care contexts are bits, time is not there.</summary>
internal sealed class Reference(int contexts)
{
    private int _tries, _probes, _renewals;
    private bool _alone;

    public LinkState State { get; private set; } = Queued;
    public int Open { get; private set; } = (1 << contexts) - 1;
    public List<(int Carries, bool Alone, int Asked, Fate Fate)> Attempts { get; } = [];

    private int Last => Attempts.Count - 1;
    private bool InDoubt => Attempts.Exists(one => one.Fate is Fate.OnItsWay or Fate.NotKnown);
    private bool IsCurrent(int i) => i == Last && State is Dispatching or Unknown or Accepted or NoAnswer && i == Last;
    private bool IsUnderWay(int i) => i == Last && State is Dispatching or Unknown && i == Last && Attempts[i].Fate == Fate.OnItsWay;

    public void Begin()
    {
        if (State == NoAnswer) (_probes, _alone) = (_probes + 1, true);
        var alone = _alone && contexts > 1;
        Attempts.Add((alone ? Open & -Open : Open, alone, 0, Fate.OnItsWay));
        (_tries, State) = (_tries + 1, Dispatching);
    }

    public void Ask() => Attempts[Last] = Attempts[Last] with { Asked = Attempts[Last].Asked + 1 };
    public void LeaseRanOut() => State = State == Dispatching ? Unknown : State;
    public void TimeOver() => (State, Attempts[Last]) = (_probes < 3 ? NoAnswer : NeedsHuman, Attempts[Last] with { Fate = Fate.NotKnown });
    public void Cancel() => State = State is Queued or WaitRetry ? Cancelled : State;
    public void PermissionStopped() => State = State is Queued or WaitRetry or NoAnswer ? NeedsHuman : State;
    public void TryAgain() { if (State == NeedsHuman) GoOn(); }

    public void Heard(int i, Reply reply, bool question)
    {
        if (!IsUnderWay(i)) return;
        if (reply == Reply.Taken || (reply == Reply.Replayed && question)) State = Accepted;
        else if (reply is Reply.Lost or Reply.Replayed || (reply == Reply.NotNow && question)) State = Unknown;
        else Ended(i, Attempts[i].Asked > 0 ? Fate.NotKnown : Fate.No, reply == Reply.NotNow);
    }

    public void Answered(int i, Answer answer, int known)
    {
        var (carries, alone, _, fate) = Attempts[i];
        var current = IsCurrent(i);
        if (answer == Answer.Success || (answer == Answer.AlreadyLinked && (alone || contexts == 1))) Done(i, carries, current);
        else if (!current) Attempts[i] = Attempts[i] with { Fate = answer != Answer.GatewayTrouble && fate is Fate.OnItsWay or Fate.NotKnown && answer != Answer.GatewayTrouble ? Fate.No : fate };
        else if (answer == Answer.AlreadyLinked) Some(i, known & Open);
        else if (answer == Answer.TokenRefused && ++_renewals > 2) { Ended(i, Fate.No, true); State = NeedsHuman; }
        else Ended(i, answer == Answer.GatewayTrouble ? Fate.NotKnown : Fate.No, answer != Answer.Final);
    }

    private void Ended(int i, Fate fate, bool again) { Attempts[i] = Attempts[i] with { Fate = fate }; State = again ? (_tries < 8 ? WaitRetry : NeedsHuman) : InDoubt ? NeedsHuman : Refused; }
    private void Done(int i, int carries, bool current) { if (State == Linked) return; Attempts[i] = Attempts[i] with { Fate = Fate.Yes }; Drop(carries, current); }
    private void Some(int i, int known) { Attempts[i] = Attempts[i] with { Fate = Fate.No }; _alone |= known == 0; Drop(known, true); }
    private void Drop(int linked, bool goOn) { Open &= ~linked; if (Open == 0) State = Linked; else if (goOn) GoOn(); }
    private void GoOn() => (State, _tries, _probes, _renewals) = (Queued, 0, 0, 0);
}
