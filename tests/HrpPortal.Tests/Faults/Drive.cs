using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Faults;

/// <summary>Pushes the clock from one due moment to the next, and lets the portal act in between.</summary>
internal static class Drive
{
    /// <summary>Waits until nobody acts: nothing due, nothing leased, nothing to apply, no call and no callback under way.</summary>
    public static async Task CalmAsync(this PortalHost portal)
    {
        var calm = 0;
        await Eventually.TrueAsync(
            async () => (calm = await IsBusyAsync(portal) ? 0 : calm + 1) >= 3,
            () => $"The portal did not come to rest.\n{portal.Log.Troubles}",
            TimeSpan.FromMinutes(2));
    }

    /// <summary>When somebody acts again by himself; null when nobody will.</summary>
    public static async Task<DateTime?> NextDueAsync(this PortalHost portal)
    {
        await using var db = await portal.OpenDbAsync();
        var outbox = await db.Set<OutboxMessage>().Where(row => row.ParkedReason == null).MinAsync(row => (DateTime?)row.DueAt);
        var inbox = await db.Set<InboxCallback>().Where(row => row.AppliedAt == null).MinAsync(row => row.RetryAt);
        return new[] { outbox, inbox, portal.Sandbox.NextCallbackAt?.UtcDateTime }.Min();
    }

    /// <summary>On and on until nobody will ever act again. Steps bunch what is due close together: late is always lawful.</summary>
    public static async Task RestAsync(this PortalHost portal, TimeSpan step, Func<Task>? between = null)
    {
        for (var steps = 0; steps < 1000; steps++)
        {
            await portal.CalmAsync();
            if (between is not null && steps % 10 == 0) await between();
            if (await portal.NextDueAsync() is not { } next)
            {
                await portal.CalmAsync();
                if (await portal.NextDueAsync() is null) return;
                continue;
            }

            var wait = next - portal.Clock.Utc();
            if (wait > TimeSpan.Zero) portal.Clock.Advance(wait * 1.03 > step ? wait * 1.03 : step);
        }

        Assert.Fail($"No rest after 1000 steps.\n{portal.Log.Troubles}");
    }

    /// <summary>On and on until the request is where nobody but a person moves it.</summary>
    public static async Task<LinkDetails> SettledAsync(this PortalHost portal, Guid id) =>
        (await portal.SettledAsync([id], TimeSpan.FromMilliseconds(500)))[0];

    /// <summary>A patient whose linking token is at hand already, so that the next call for it is add-contexts.</summary>
    public static async Task<Patient> PermittedAsync(this PortalHost portal) => (await portal.PermittedAsync(1))[0];

    /// <summary>The next call of this patient at this path is answered like this, whatever others call meanwhile.</summary>
    public static void Befalls(this PortalHost portal, Patient patient, string path, ScriptedAnswer script) =>
        portal.Sandbox.Script(script with { Path = path, Containing = TextOf(patient, path) });

    /// <summary>What tells this patient's call from all others: the number, the name or the address, whichever the call carries.</summary>
    public static string TextOf(Patient patient, string path) => path switch
    {
        GatewayPaths.AddContexts => $"\"{patient.Number}\"",
        GatewayPaths.Confirm => $"\"{patient.Name}\"",
        _ => $"\"{patient.PhrAddress}\"",
    };

    private static async Task<bool> IsBusyAsync(PortalHost portal)
    {
        if (portal.Sandbox.Leaving > 0 || portal.Sandbox.Handling > 0 || portal.Sandbox.NextCallbackAt <= portal.Clock.GetUtcNow()) return true;
        var now = portal.Clock.Utc();
        await using var db = await portal.OpenDbAsync();
        return await db.Set<OutboxMessage>().AnyAsync(row => row.ParkedReason == null && (row.DueAt <= now || row.LeaseUntil != null))
            || await db.Set<InboxCallback>().AnyAsync(row => row.AppliedAt == null && (row.RetryAt == null || row.RetryAt <= now))
            || await db.Set<Authentication>().AnyAsync(one => one.State == AuthenticationState.Sending);
    }
}
