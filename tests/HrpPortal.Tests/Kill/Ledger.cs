using System.Collections.Concurrent;
using System.Text.Json;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Kill;

/// <summary>What the portal told somebody: this link request is sent (I1), this callback is taken (I2). All of it must be kept, whatever befalls it.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Guid> _links = new();
    private readonly ConcurrentQueue<Guid> _callbacks = new();
    private readonly ConcurrentQueue<Guid> _left = new();

    /// <summary>Told; each once.</summary>
    public int Links => _links.Count;

    public int Callbacks => _callbacks.Count;

    public int OfferedLinks { get; set; }

    public int OfferedCallbacks { get; set; }

    public void Link(Guid requestId) => _links.Enqueue(requestId);

    /// <param name="respRequestId">What the callback answers.</param>
    public void Callback(Guid respRequestId) => _callbacks.Enqueue(respRequestId);

    /// <summary>The sandbox's own callbacks that were answered 202.</summary>
    public void Callbacks202(IEnumerable<SentCallback> sent)
    {
        foreach (var one in sent.Where(one => one.Status == 202)) Callback(RespIdOf(one.Body));
    }

    public static Guid RespIdOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("resp").GetProperty("requestId").GetGuid();
    }

    /// <summary>The gateway received something under this requestId: it was committed before (I3).</summary>
    public void Left(Guid requestId) => _left.Enqueue(requestId);

    /// <summary>How much was told by now.</summary>
    public Told Now => new(_links.Count, _callbacks.Count, _left.Count);

    /// <summary>What was told between two moments and is not in this store.</summary>
    public async Task<Lost> LostAsync(PortalDb db, Told from, Told to, HashSet<Guid>? spilled = null)
    {
        var links = _links.Take(to.Links).Skip(from.Links).ToList();
        var keptLinks = await db.Set<LinkRequest>().Where(one => links.Contains(one.Id)).Select(one => one.Id).ToListAsync();
        var callbacks = _callbacks.Take(to.Callbacks).Skip(from.Callbacks).ToList();
        var keptCallbacks = await db.Set<InboxCallback>().Where(one => callbacks.Contains(one.RespRequestId)).Select(one => one.RespRequestId).ToListAsync();
        var left = _left.Take(to.Left).Skip(from.Left).ToList();
        var attempts = await db.Set<LinkAttempt>().Where(one => left.Contains(one.RequestId)).Select(one => one.RequestId).ToListAsync();
        var exchanges = await db.Set<AuthenticationExchange>().Where(one => left.Contains(one.RequestId)).Select(one => one.RequestId).ToListAsync();
        return new Lost(
            links.Except(keptLinks).Count(), callbacks.Except(keptCallbacks).Except(spilled ?? []).Count(), left.Except(attempts).Except(exchanges).Count());
    }

    internal readonly record struct Told(int Links, int Callbacks, int Left);

    /// <param name="Links">A clerk was told that they are sent (I1).</param>
    /// <param name="Callbacks">The gateway was told 202 (I2).</param>
    /// <param name="Left">requestIds that left before they were committed (I3).</param>
    internal readonly record struct Lost(int Links, int Callbacks, int Left)
    {
        public int All => Links + Callbacks + Left;
    }
}
