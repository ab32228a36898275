using System.Text.Json;
using HrpPortal.CareContexts;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Kill;

/// <summary>Watches the gateway all along, and at the end holds the portal to the consent manager's truth.</summary>
internal sealed class Witness(KillLane lane, Ledger ledger)
{
    private readonly Dictionary<string, HashSet<string>> _taken = [];
    private SentCallback? _lastSent;
    private ReceivedRequest? _lastReceived;

    /// <summary>What came since the last look: the sandbox does not remember for ever.</summary>
    public void Look()
    {
        var sent = lane.Sandbox.Callbacks;
        ledger.Callbacks202(sent.Reverse().TakeWhile(one => !ReferenceEquals(one, _lastSent)));
        _lastSent = sent.Count > 0 ? sent[^1] : null;

        var received = lane.Sandbox.Received;
        foreach (var one in received.Reverse().TakeWhile(one => !ReferenceEquals(one, _lastReceived)))
        {
            if (Guid.TryParse(one.RequestId, out var id)) ledger.Left(id);
            if (one is not { Path: GatewayPaths.AddContexts, Status: 202 }) continue;
            foreach (var reference in ReferencesOf(one.Body))
            {
                if (!_taken.TryGetValue(reference, out var ids)) _taken[reference] = ids = [];
                ids.Add(one.RequestId!);
            }
        }

        _lastReceived = received.Count > 0 ? received[^1] : null;
    }

    /// <summary>
    /// Minutes pass until every request came to its end, those too whose callback died with a portal: the probe finds out (T15).
    /// A night leaves hundreds of them, so what fails is two real minutes in which not one more came to its end.
    /// Then I9 and I10: both say the same of every care context, and it was sent twice only where a probe did so, or ABDM said "not now".
    /// </summary>
    public async Task AgreesAsync(string what)
    {
        var patience = new Patience(lane);
        var open = await OpenAsync();
        while (open.Count > 0)
        {
            var before = open.Values.Sum();
            await Eventually.TrueAsync(
                async () =>
                {
                    open = await OpenAsync();
                    await patience.LookAsync(Describe(open));
                    return open.Values.Sum() < before;
                },
                () => $"{what}: not linked at the end: {Describe(open)}\n{lane.Portal.Log}",
                TimeSpan.FromMinutes(2));
        }

        Look();
        await using var store = lane.OpenDb();
        Assert.Equal(default, await ledger.LostAsync(store, default, ledger.Now));

        var truth = lane.Sandbox.Linked;
        Assert.All(truth, link => Assert.Equal(1, link.SuccessEffects));
        var linked = await store.Set<CareContext>().Where(one => one.LinkedAt != null).Select(one => one.Reference).ToListAsync();
        Assert.Equal(truth.Select(one => one.Reference).Order(), linked.Order());

        var probes = await store.Set<LinkEvent>().Where(one => one.Transition == LinkTransition.T15 || one.Transition == LinkTransition.T12).CountAsync();
        var again = _taken.Values.Sum(ids => ids.Count - 1);
        Assert.True(again <= probes, $"{what}: {again} care contexts were sent again under another requestId, and only {probes} probes and answers \"not now\" account for it");
    }

    private async Task<Dictionary<string, int>> OpenAsync()
    {
        await using var db = lane.OpenDb();
        return await db.Set<LinkRequest>().Where(one => one.State != LinkState.Linked).GroupBy(one => new { one.State, one.Reason })
            .ToDictionaryAsync(one => $"{one.Key.State} ({one.Key.Reason})", one => one.Count());
    }

    private static string Describe(Dictionary<string, int> open) => string.Join(", ", open.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}"));

    private static List<string> ReferencesOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("link").GetProperty("patient").GetProperty("careContexts").EnumerateArray().Select(one => one.GetProperty("referenceNumber").GetString()!)];
    }
}
