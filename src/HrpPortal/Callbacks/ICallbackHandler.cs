using HrpPortal.Gateway;

namespace HrpPortal.Callbacks;

/// <summary>
/// Makes of callbacks what they mean to a feature. It marks those that it applies (<see cref="InboxMarks"/>) in the same
/// commit as the state that they change; what it does not know it leaves to the inbox.
/// </summary>
public interface ICallbackHandler
{
    IReadOnlyCollection<string> Paths { get; }

    /// <summary>
    /// Some callbacks, in the order in which they came, with one commit for all of them. When it throws, nothing of them took
    /// effect; the inbox then gives fewer at a time, until the one that breaks is alone.
    /// </summary>
    /// <returns>What became of each, in the same order.</returns>
    Task<IReadOnlyList<CallbackOutcome>> ApplyAsync(IReadOnlyList<ReceivedCallback> callbacks, CancellationToken cancellationToken);
}

/// <summary>A verified callback. <paramref name="FromBridge"/>: the gateway's own error, without a facility's id.</summary>
/// <param name="RespRequestId">The question of ours that it answers; of a call of ABDM's own, that call's id.</param>
/// <param name="Bytes">The body as it came, for features that read more of it than <paramref name="Body"/> has.</param>
public sealed record ReceivedCallback(Guid InboxId, string Path, string HipId, bool FromBridge, Guid RespRequestId, CallbackBody Body, ReadOnlyMemory<byte> Bytes = default)
{
    /// <summary>A call's own id as an answer repeats it: to the letter of the body, or in v3, where only a header has it, of that.</summary>
    public string AskedAs => Body.RequestId ?? RespRequestId.ToString();

    /// <summary>I13: a facility's callback speaks of its own requests; the bridge may only report an error for one.</summary>
    public bool MaySpeakOf(string hipId) => FromBridge ? Body.Error is not null : HipId == hipId;
}
