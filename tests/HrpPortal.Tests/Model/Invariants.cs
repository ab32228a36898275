using HrpPortal.Linking;
using HrpPortal.Outbox;
using HrpPortal.Tests.Linking;

namespace HrpPortal.Tests.Model;

/// <summary>What must hold of a request after every step, whatever happened (guarantees.md, I1 to I13 as far as one request shows them).</summary>
internal static class Invariants
{
    public static void Hold(LinkRequest request, ref bool wasLinked)
    {
        Assert.Equal(request.State, Requests.Fold(request.Events));                                                               // I5
        Assert.Equal(request.Attempts.Count, request.Attempts.Select(one => one.RequestId).Distinct().Count());                   // I4
        Assert.Equal(request.Attempts.Count, request.Events.Count(one => one.Transition is LinkTransition.T2 or LinkTransition.T15)); // I3
        var onTheirWay = request.Attempts.Count(one => one.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted);
        Assert.True(request.State == LinkState.Linked || onTheirWay <= 1, $"{onTheirWay} attempts on their way (I6)");
        Assert.Equal(request.State == LinkState.Linked, request.Contexts.TrueForAll(one => one.State != LinkContextState.Open));  // I7
        Assert.True(!wasLinked || request.State == LinkState.Linked, "Linked was left (I8)");
        wasLinked = request.State == LinkState.Linked;
        Assert.True(request.IsFinal || ((IOutboxed)request).Wish is OutboxWish.Due or OutboxWish.InHand, $"{request.State}, and nobody acts on it (I11)");
        Assert.False(request.State == LinkState.Refused && request.InDoubt, "Refused, though an attempt may have been taken (I9)");
        Assert.Equal(request.IsFinal, request.ClosedAt is not null);
        LinkEvent? before = null;
        foreach (var happened in request.Events.OrderBy(one => one.Seq))
        {
            Assert.Equal(happened.HashAfter(before?.Hash ?? ""), happened.Hash);                                                  // I12
            before = happened;
        }
    }
}
