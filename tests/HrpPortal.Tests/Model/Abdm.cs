namespace HrpPortal.Tests.Model;

/// <summary>How the consent manager takes the next call, and what becomes of its callback.</summary>
internal enum Mood { Honest, CallbackLost, GatewaySaysTroubleToo, OnlyTrouble, NotReached, Final, TokenRefused }

/// <summary>The gateway and the consent manager behind it: remembers requestIds, links what it is asked to, and answers when it is told to.</summary>
internal sealed class Abdm
{
    private readonly HashSet<Guid> _seen = [];
    private readonly Dictionary<Guid, IReadOnlyList<Guid>> _underWay = [];

    /// <summary>Care context → how often it was linked here; 0: before the request was made.</summary>
    public Dictionary<Guid, int> Linked { get; } = [];

    public List<(Guid RequestId, Answer Answer)> Callbacks { get; } = [];

    public Reply Take(Guid requestId, IReadOnlyList<Guid> careContexts, Mood mood)
    {
        if (!_seen.Add(requestId)) return Reply.Replayed;
        if (mood is Mood.OnlyTrouble or Mood.GatewaySaysTroubleToo) Callbacks.Add((requestId, Answer.GatewayTrouble));
        if (mood is Mood.NotReached) return Reply.Taken;
        if (mood is Mood.Final or Mood.TokenRefused)
        {
            Callbacks.Add((requestId, mood == Mood.Final ? Answer.Final : Answer.TokenRefused));
            return Reply.Taken;
        }

        // All or nothing (protocol, 5.1): one that is linked already refuses them all.
        var already = careContexts.Any(Linked.ContainsKey);
        if (!already) foreach (var one in careContexts) Linked[one] = 1;
        if (mood is Mood.Honest or Mood.GatewaySaysTroubleToo) Callbacks.Add((requestId, already ? Answer.AlreadyLinked : Answer.Success));
        return Reply.Taken;
    }

    /// <summary>Bytes that nobody waits for any more.</summary>
    public void Leave(Guid requestId, IReadOnlyList<Guid> careContexts) => _underWay[requestId] = careContexts;

    public void ArriveLate(Mood mood)
    {
        if (_underWay.Count == 0) return;
        var (requestId, careContexts) = _underWay.First();
        _underWay.Remove(requestId);
        Take(requestId, careContexts, mood);
    }
}
