using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Readiness;

/// <summary>
/// Whether ABDM's answers reach us: a notice about a care context and an address that do not exist, which ABDM answers by a
/// callback that says so, in either dialect. It changes nothing there and names no patient. A person waits for it, hence it does
/// not go by the outbox; that it came is read from the inbox, so that it may come to another node.
/// </summary>
public sealed class CallbackTest(
    IGatewayApi gateway, IDbContextFactory<PortalDb> databases, FacilityDirectory facilities, AddressDomain domain, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal const string Nothing = "readiness-check";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Paths = [CallbackPaths.OnContextNotify, CallbackPaths.OnContextNotifyV3];

    public async Task<CallbackTestResult> RunAsync(StaffMember who, string hipId, CancellationToken cancellationToken = default)
    {
        if (!who.Satisfies(Policies.Admin)) throw new UnauthorizedAccessException("Only an administrator may test the callbacks.");
        var facility = facilities.Find(hipId) ?? throw new InvalidOperationException("No such facility.");
        var (id, begun) = (Guid.NewGuid(), clock.GetUtcNow());
        if (await gateway.SendAsync(Question(facility, id, begun), domain.Name, cancellationToken) is GatewayReply.Failed { Fault: var fault })
            return new CallbackTestResult(CallbackTestOutcome.NotTaken, facility.Dialect, begun.UtcDateTime, null, fault);

        while (true)
        {
            if (await CameAsync(id, begun.UtcDateTime, cancellationToken) is { } at)
                return new CallbackTestResult(CallbackTestOutcome.Came, facility.Dialect, begun.UtcDateTime, at - begun.UtcDateTime, null);
            if (clock.GetUtcNow() - begun >= Patience) return new CallbackTestResult(CallbackTestOutcome.NeverCame, facility.Dialect, begun.UtcDateTime, null, null);
            await Task.Delay(Between, clock, cancellationToken);
        }
    }

    /// <summary>The newest callback of each facility, among the last few thousand of all.</summary>
    public async Task<IReadOnlyDictionary<string, DateTime>> LastAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var newest = await db.Set<InboxCallback>().OrderByDescending(callback => callback.Id).Take(5000)
            .GroupBy(callback => callback.HipId).Select(group => new { group.Key, At = group.Max(callback => callback.ReceivedAt) }).ToListAsync(cancellationToken);
        return newest.ToDictionary(one => one.Key, one => one.At);
    }

    private GatewayRequest Question(Facility facility, Guid id, DateTimeOffset now)
    {
        var notification = new ContextNotification(
            new NotifiedPatient($"hrp.{Nothing.Replace('-', '.')}@{domain.Name}"), new NotifiedContext(Nothing, Nothing), [HiType.OpConsultation], now, new NotifyingHip(facility.HipId));
        return facility.Dialect == GatewayDialect.V3
            ? new NotifyContextV3Request(id, now, facility.HipId, notification)
            : new NotifyContextRequest(id, now, notification);
    }

    /// <summary>When it came. The list of callbacks that nobody asked for is spared it: it was asked for, here.</summary>
    private async Task<DateTime?> CameAsync(Guid id, DateTime begun, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = TimedId.Since(begun);
        var came = await db.Set<InboxCallback>().FirstOrDefaultAsync(callback => callback.Id >= since && Paths.Contains(callback.Path) && callback.RespRequestId == id && callback.Outcome != null, cancellationToken);
        if (came is null) return null;
        came.Outcome = CallbackOutcome.Applied;
        await db.SaveChangesAsync(cancellationToken);
        return came.ReceivedAt;
    }
}

public enum CallbackTestOutcome { NotTaken, Came, NeverCame }

/// <param name="Outcome">What came of it.</param>
/// <param name="Dialect">In which the facility spoke.</param>
/// <param name="BegunAt">When.</param>
/// <param name="After">How long ABDM took.</param>
/// <param name="Fault">Why ABDM did not take the question.</param>
public sealed record CallbackTestResult(CallbackTestOutcome Outcome, GatewayDialect Dialect, DateTime BegunAt, TimeSpan? After, GatewayFault? Fault);
