using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Faults.Pairs;

/// <summary>Many pairs at once in one portal: sent, driven until nobody will ever act again, and then compared with the consent manager.</summary>
internal sealed class PairRun(PortalHost portal, IReadOnlyList<Pair> pairs)
{
    /// <summary>Sent at once; more would only queue, and a busy machine's time-outs are another test.</summary>
    private const int AtOnce = 150;

    public async Task PrepareAsync()
    {
        await using var db = await portal.OpenDbAsync();
        foreach (var pair in pairs)
        {
            db.Add(pair.Patient);
            db.AddRange(pair.Records);
            pair.Prepare(portal);
        }

        await db.SaveChangesAsync();
    }

    public async Task SendAsync(IEnumerable<Pair> some)
    {
        foreach (var chunk in some.Chunk(AtOnce))
        {
            await Parallel.ForEachAsync(chunk, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (pair, _) =>
                pair.RequestId = await portal.SendAsync(pair.Patient, pair.Records));
            await portal.CalmAsync();
        }
    }

    /// <summary>Noise: answers to questions nobody asked, and garbage. The door must keep its head and the requests their state.</summary>
    public async Task NoiseAsync()
    {
        foreach (var _ in pairs.Where(pair => pair.Way.IsNoise).Take(5))
        {
            Assert.Equal(System.Net.HttpStatusCode.Accepted, await portal.AnswerAsync(Says.Success(Guid.NewGuid())));
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, await portal.AnswerAsync("{\"resp\":{\"requestId\":"));
        }
    }

    /// <summary>These get their permission and wait before the call that the fault is to befall.</summary>
    public async Task HoldAsync(IReadOnlyList<Pair> some)
    {
        foreach (var pair in some) portal.Befalls(pair.Patient, pair.LinkPath == CallPaths.AddContexts ? CallPaths.Confirm : CallPaths.GenerateToken, new ScriptedAnswer { Hold = true });
        await SendAsync(some);
        Assert.Equal(some.Count, portal.Sandbox.Held);
    }

    public async Task DriveAsync() => await portal.RestAsync(TimeSpan.FromSeconds(7), NoiseAsync);

    /// <summary>What is wrong, by pair; empty when every state is the consent manager's truth.</summary>
    public async Task<IReadOnlyDictionary<Pair, string>> WrongAsync()
    {
        await using var db = await portal.OpenDbAsync();
        var requests = await db.Set<LinkRequest>().AsNoTracking().Include(one => one.Events).Include(one => one.Attempts).Include(one => one.Contexts)
            .AsSplitQuery().ToDictionaryAsync(one => one.Id);
        var wrong = new Dictionary<Pair, string>();
        foreach (var pair in pairs)
        {
            var request = requests[pair.RequestId];
            if (What(pair, request) is { } what)
                wrong[pair] = $"{pair.Name}\n    {what}; {request.State} ({request.Reason}): {string.Join(' ', request.Events.OrderBy(one => one.Seq).Select(one => one.Transition + (one.Code is { } code ? $"({code})" : "")))}";
        }

        return wrong;
    }

    private string? What(Pair pair, LinkRequest request)
    {
        var held = pair.Records.Select((_, index) => portal.Sandbox.Find(pair.Patient.HipId, pair.Patient.PhrAddress!, pair.ReferenceOf(index))).ToList();
        var isLinked = request.State == LinkState.Linked;
        var all = held.TrueForAll(link => link is not null);
        if (isLinked && !all) return "LINKED here and not at the consent manager";
        if (!isLinked && all) return "linked at the consent manager and not here";
        if (!isLinked && !pair.MayEndUnlinked) return "never linked";
        if (!isLinked && request.State is not (LinkState.Refused or LinkState.NeedsHuman)) return "rests in the open";
        for (var index = 0; index < held.Count; index++)
            if (held[index] is { } link && link.SuccessEffects != (pair.Before == index ? 0 : 1)) return $"{link.Reference} was linked {link.SuccessEffects} times";
        if (Requests.Fold(request.Events) != request.State) return "its state is not what its events say";
        var open = request.Attempts.Count(one => one.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted);
        return !isLinked && open > 0 ? $"{open} attempts are still on their way" : null;
    }
}
