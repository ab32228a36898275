using HrpPortal.Outbox;

namespace HrpPortal.Verify;

/// <summary>The outbox row that a subject's state asks for, against the one that is there.</summary>
internal static class OutboxCheck
{
    public static string? Fault(IOutboxed subject, OutboxMessage? row) => (subject.Wish, row) switch
    {
        (OutboxWish.None, null) => null,
        (OutboxWish.None, _) => "has an outbox row that nobody asks for",
        (_, null) => "has no outbox row",
        (_, { } one) when one.Key != subject.OutboxKey => "its outbox row waits under another key",
        (OutboxWish.Parked, { ParkedReason: null }) => "its outbox row is not parked",
        (OutboxWish.Due or OutboxWish.InHand, { ParkedReason: not null }) => "its outbox row is parked",
        _ => null,
    };
}
