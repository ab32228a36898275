namespace HrpPortal.Tests.Model;

internal enum Do { Work, Send, Settle, Crash, Deliver, Lose, ArriveLate, Wait, Cancel, TryAgain, StopPermission }

/// <summary>What becomes of a call's bytes and of its answer.</summary>
internal enum Line { Good, AnswerLost, Late, Cut, NotNow, Refused }

/// <summary>One command of a run; the two numbers choose among what is there.</summary>
internal sealed record Step(Do What, int A, int B)
{
    public override string ToString() => $"new(Do.{What}, {A}, {B})";
}

/// <summary>A whole run, as it is printed for a counter-example: it can be pasted into FoundTests.</summary>
internal sealed record Run(int Contexts, int Before, int Known, Step[] Steps)
{
    public override string ToString() => $"new Run({Contexts}, {Before}, {Known}, [{string.Join(", ", Steps.Select(step => step.ToString()))}])";
}
