using System.Security.Cryptography;
using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>
/// A thousand callbacks in an order of chance: answers, the same again, errors beside a SUCCESS, refusals, another facility's, and
/// answers to what nobody asked. They go in where the gate hands them over, so they share commits and are applied as always.
/// </summary>
internal sealed class Shuffle(PortalHost portal)
{
    public const int Callbacks = 1_000;

    private const int Groups = 20;
    private const string Bridge = CallbackGate.BridgePrefix + "SBX_HRP_PORTAL";

    /// <summary>What ABDM says of one request, and where that leads in whatever order it comes.</summary>
    private static readonly (LinkState End, Func<Guid, Said[]> Say)[] Fates =
    [
        (LinkState.Linked, id => [Yes(id)]),
        (LinkState.Linked, id => [.. Again(3, Yes(id)), Yes(id), Yes(id)]),
        (LinkState.Linked, id => [Yes(id), Yes(id), No(id, 1402), No(id, 1402), No(id, 1414), No(id, 1404)]),
        (LinkState.Linked, id => [Yes(id), Yes(id), Yes(id), No(id, 2500), No(id, 2500), No(id, 2500), .. Again(2, No(id, 2500) with { HipId = Bridge })]),
        (LinkState.Refused, id => [.. Again(5, No(id, 1402))]),
        (LinkState.Refused, id => [No(id, 1402), No(id, 1402), No(id, 1414), No(id, 1414), No(id, 1404)]),
        (LinkState.Refused, id => [.. Again(3, No(id, 1404)), Yes(id) with { HipId = PortalHost.OtherHipId }, Yes(id) with { HipId = PortalHost.OtherHipId }, Yes(id) with { HipId = Bridge }]),
        (LinkState.Accepted, id => [.. Again(4, Yes(id) with { HipId = PortalHost.OtherHipId }), No(id, 1402) with { HipId = PortalHost.OtherHipId }, Yes(id) with { HipId = Bridge }]),
    ];

    /// <summary>Everything that must come out, whatever the order: each request's state and whether its care context is linked, and what became of the callbacks.</summary>
    public static string Expected { get; } = Describe(
        Enumerable.Range(0, Groups * Fates.Length).Select(i => (Fates[i % Fates.Length].End, Fates[i % Fates.Length].End == LinkState.Linked)),
        Everything([.. Enumerable.Range(0, Groups * Fates.Length).Select(_ => Guid.NewGuid())]).DistinctBy(one => (one.RespId, one.Body)).Select(one => one.Outcome));

    /// <summary>With requests of its own; what came out.</summary>
    public async Task<string> PlayAsync(Random random)
    {
        var asked = await Waiting.AddAsync(portal, Groups * Fates.Length);
        var said = Everything(asked.ConvertAll(one => one.RequestId));
        random.Shuffle(said);

        var (keeper, bodies, now) = (portal.Services.GetRequiredService<CallbackKeeper>(), portal.Services.GetRequiredService<CallbackBodies>(), portal.Clock.GetUtcNow());
        var kept = await Task.WhenAll(said.Select((one, i) => keeper.KeepAsync(new InboxCallback
        {
            // Within a millisecond such ids have no order; the order here is the shuffle's.
            Id = Guid.CreateVersion7(now.AddMilliseconds(i)), Path = CallbackPaths.OnAddContexts, HipId = one.HipId, RequestId = "", RespRequestId = one.RespId, Kid = "",
            BodyHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(one.Body))), ProtectedBody = bodies.Close(Encoding.UTF8.GetBytes(one.Body)), ReceivedAt = now.UtcDateTime,
        })));
        Assert.All(kept, Assert.True);
        await portal.CalmAsync();

        await using var db = await portal.OpenDbAsync();
        var (ids, respIds) = (asked.ConvertAll(one => one.Id), said.Select(one => one.RespId).Distinct().ToList());
        var ends = await (
            from request in db.Set<LinkRequest>()
            from part in request.Contexts
            join context in db.Set<CareContext>() on part.CareContextId equals context.Id
            where ids.Contains(request.Id)
            select new { request.Id, request.State, IsLinked = part.State == LinkContextState.Linked && context.LinkedAt != null }).ToDictionaryAsync(one => one.Id);
        var outcomes = await db.Set<InboxCallback>().Where(one => respIds.Contains(one.RespRequestId)).Select(one => one.Outcome).ToListAsync();
        return Describe(ids.Select(id => (ends[id].State, ends[id].IsLinked)), outcomes);
    }

    private static string Describe(IEnumerable<(LinkState State, bool IsLinked)> ends, IEnumerable<CallbackOutcome?> outcomes) =>
        string.Join('\n', ends.Select((one, i) => $"{i}: {one.State}{(one.IsLinked ? ", linked" : "")}")
            .Concat(outcomes.GroupBy(one => one, (outcome, all) => $"{outcome?.ToString() ?? "not applied"}: {all.Count()}").Order(StringComparer.Ordinal)));

    private static Said[] Everything(IReadOnlyList<Guid> requestIds)
    {
        var said = requestIds.SelectMany((id, i) => Fates[i % Fates.Length].Say(id)).ToList();
        while (said.Count < Callbacks) said.Add(Yes(Guid.NewGuid()) with { Outcome = CallbackOutcome.Orphan });
        return said.Count == Callbacks ? [.. said] : throw new InvalidOperationException($"They say {said.Count}.");
    }

    private static Said Yes(Guid id) => new(id, Says.Success(id), PortalHost.HipId);

    private static Said No(Guid id, int code) => new(id, Says.Error(id, code), PortalHost.HipId);

    /// <summary>The very same bytes: they are in the inbox once.</summary>
    private static Said[] Again(int times, Said said) => [.. Enumerable.Repeat(said, times)];

    private sealed record Said(Guid RespId, string Body, string HipId)
    {
        private readonly CallbackOutcome? _outcome;

        /// <summary>Another facility's changes nothing, nor does the bridge's unless it is an error.</summary>
        public CallbackOutcome? Outcome
        {
            get => _outcome ?? (HipId == PortalHost.HipId || (HipId == Bridge && !Body.Contains("SUCCESS", StringComparison.Ordinal)) ? CallbackOutcome.Applied : CallbackOutcome.OtherFacility);
            init => _outcome = value;
        }
    }
}
