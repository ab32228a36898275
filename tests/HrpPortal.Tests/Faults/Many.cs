using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Issuer = HrpPortal.Sandbox.ConsentManager.LinkingTokens;

namespace HrpPortal.Tests.Faults;

/// <summary>Many rounds at the price of a few: links of many patients through one portal at once, each with a fault of its own.</summary>
internal static class Many
{
    /// <summary>Links under way at once: all find a place among the 64 at the gateway, and none waits for another's.</summary>
    public const int AtOnce = 50;

    private static readonly TimeSpan Bunch = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Patient>> PatientsAsync(this PortalHost portal, int count)
    {
        var patients = new List<Patient>();
        while (patients.Count < count) patients.Add(await portal.PatientAsync());
        return patients;
    }

    /// <summary>Patients whose linking tokens are at hand already, so that the next call for each is add-contexts; both sides know them, and nothing was sent.</summary>
    public static async Task<IReadOnlyList<Patient>> PermittedAsync(this PortalHost portal, int count)
    {
        var patients = await portal.PatientsAsync(count);
        var (registry, issuer) = (portal.SandboxServices.GetRequiredService<Registry>(), portal.SandboxServices.GetRequiredService<Issuer>());
        var (vault, now) = (portal.Services.GetRequiredService<TokenVault>(), portal.Clock.Utc());
        await using var db = await portal.OpenDbAsync();
        foreach (var address in patients.Select(patient => patient.PhrAddress!))
        {
            var session = new LinkingSession(Guid.NewGuid().ToString(), address, PortalHost.HipId, Used: 0);
            registry.Confirm(new AuthTransaction(Guid.NewGuid().ToString(), address, PortalHost.HipId, "LINK", "DEMOGRAPHICS", now), session);
            db.Add(new LinkingToken
            {
                Id = Guid.CreateVersion7(), HipId = PortalHost.HipId, Dialect = HrpPortal.Gateway.GatewayDialect.V05, AddressKey = PhrAddress.Key(address), ProtectedText = vault.Close(new HrpPortal.Gateway.Secret(issuer.Issue(session))),
                IssuedAt = now, ExpiresAt = now.AddHours(24),
            });
        }

        await db.SaveChangesAsync();
        return patients;
    }

    /// <summary>One new record of each; the requests, in the order of the patients.</summary>
    public static async Task<IReadOnlyList<Guid>> SendAllAsync(this PortalHost portal, IReadOnlyList<Patient> patients)
    {
        var ids = new Guid[patients.Count];
        await Parallel.ForAsync(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            ids[i] = await portal.SendAsync(patients[i], await portal.RecordAsync(patients[i])));
        return ids;
    }

    /// <summary>Sends one link for each round while this befalls its add-contexts call; ends when they are under way.</summary>
    /// <param name="isMixed">Calls for permission go before and between, and do well: a fault that looks like a gateway that is away would else open the circuit.</param>
    public static async Task<IReadOnlyList<Guid>> SendAsync(this PortalHost portal, IEnumerable<int> rounds, Func<int, ScriptedAnswer[]> befalls, bool isMixed)
    {
        // The circuit to the gateway may be open from the fault before.
        portal.Clock.Advance(TimeSpan.FromSeconds(15));
        var numbers = rounds.ToList();
        var patients = await (isMixed ? portal.PatientsAsync(numbers.Count) : portal.PermittedAsync(numbers.Count));
        foreach (var (patient, number) in patients.Zip(numbers))
        {
            foreach (var script in befalls(number))
            {
                // A call that is cut off before its body was read belongs to nobody yet: whichever comes next.
                if (script.Wire == WireFault.ResetInRequest) portal.ToAddContexts(script);
                else portal.Befalls(patient, CallPaths.AddContexts, script);
            }
        }

        return await portal.SendAllAsync(patients);
    }

    /// <summary>
    /// So many links, each with a fault of its own, some dozens at a time, until all came to their end, which must be this one and
    /// the consent manager's truth.
    /// </summary>
    public static async Task<IReadOnlyList<LinkDetails>> RoundsAsync(
        this PortalHost portal, int rounds, Func<int, ScriptedAnswer[]> befalls, LinkState end = LinkState.Linked, bool isMixed = false)
    {
        var all = new List<LinkDetails>();
        foreach (var some in Enumerable.Range(0, rounds).Chunk(AtOnce))
        {
            var ids = await portal.SendAsync(some, befalls, isMixed);
            all.AddRange(await portal.EndAsync(ids, end));
        }

        return all;
    }

    /// <summary>The end of every story must be this one, and the consent manager's truth.</summary>
    public static async Task<IReadOnlyList<LinkDetails>> EndAsync(this PortalHost portal, IReadOnlyList<Guid> ids, LinkState end = LinkState.Linked, TimeSpan? bunch = null)
    {
        var all = await portal.SettledAsync(ids, bunch);
        Assert.All(all, one => Assert.True(one.Row.State == end, $"{one.Row.State} ({one.Row.Reason}): {string.Join(' ', one.Steps())}"));
        await Truth.HoldsAsync(portal, [.. ids]);
        return all;
    }

    /// <summary>On and on until all of them are where nobody but a person moves them. Steps bunch what is due close together.</summary>
    public static async Task<IReadOnlyList<LinkDetails>> SettledAsync(this PortalHost portal, IReadOnlyList<Guid> ids, TimeSpan? bunch = null)
    {
        for (var step = 0; step < 300; step++)
        {
            await portal.CalmAsync();
            if (await portal.AreFinalAsync(ids)) return await portal.DetailsAsync(ids);
            var wait = (await portal.NextDueAsync() ?? portal.Clock.Utc().AddMinutes(1)) - portal.Clock.Utc();
            portal.Clock.Advance((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + (bunch ?? Bunch));
        }

        var stuck = (await portal.DetailsAsync(ids)).First(one => !IsFinal(one.Row.State));
        Assert.Fail($"{stuck.Row.Id} rests at {stuck.Row.State} ({stuck.Row.Reason}): {string.Join(' ', stuck.Steps())}\n{portal.Log.Troubles}");
        return [];
    }

    public static async Task<IReadOnlyList<LinkDetails>> DetailsAsync(this PortalHost portal, IEnumerable<Guid> ids)
    {
        var all = new List<LinkDetails>();
        foreach (var id in ids) all.Add(await portal.DetailsAsync(id));
        return all;
    }

    /// <summary>Waits for all of them to be where this says; moves no clock.</summary>
    public static async Task<IReadOnlyList<LinkDetails>> UntilAsync(this PortalHost portal, IReadOnlyList<Guid> ids, params LinkState[] states)
    {
        List<LinkState> seen = [];
        await Eventually.TrueAsync(
            async () => (seen = await portal.StatesAsync(ids)).TrueForAll(states.Contains),
            () => $"{string.Join(", ", seen.CountBy(state => state))}, not all {string.Join(" or ", states)}\n{portal.Log.Troubles}",
            TimeSpan.FromMinutes(2));
        return await portal.DetailsAsync(ids);
    }

    public static async Task<List<LinkState>> StatesAsync(this PortalHost portal, IReadOnlyList<Guid> ids)
    {
        await using var db = await portal.OpenDbAsync();
        return await db.Set<LinkRequest>().Where(one => ids.Contains(one.Id)).Select(one => one.State).ToListAsync();
    }

    private static async Task<bool> AreFinalAsync(this PortalHost portal, IReadOnlyList<Guid> ids) => (await portal.StatesAsync(ids)).TrueForAll(IsFinal);

    private static bool IsFinal(LinkState state) => state is LinkState.Linked or LinkState.Refused or LinkState.NeedsHuman or LinkState.Cancelled;
}
