using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>What listeners that are not pages hear: ids and a state, never data.</summary>
public interface ILinkListener
{
    Task LinkChanged(Guid id, string state);
}

/// <summary>
/// For a display board or the hospital's own system; pages need no hub, their circuit is the connection. A listener joins its
/// facility at once and may ask for single requests of that facility.
/// </summary>
public sealed class LinksHub(IDbContextFactory<PortalDb> databases, FacilityDirectory facilities) : Hub<ILinkListener>
{
    public const string Path = "/hubs/links";

    public static string FacilityGroup(string hipId) => LiveTopics.AllOf("links", hipId);

    public static string RequestGroup(Guid id) => LiveTopics.One("link", id);

    private string HipId => facilities.Of(StaffMember.From(Context.User)).HipId;

    public Task WatchFacility() => Groups.AddToGroupAsync(Context.ConnectionId, FacilityGroup(HipId), Context.ConnectionAborted);

    /// <summary>False when there is no such request at the listener's facility.</summary>
    public async Task<bool> WatchRequest(Guid id)
    {
        var hipId = HipId;
        await using var db = await databases.CreateDbContextAsync(Context.ConnectionAborted);
        if (!await db.Set<LinkRequest>().AnyAsync(request => request.Id == id && request.HipId == hipId, Context.ConnectionAborted)) return false;
        await Groups.AddToGroupAsync(Context.ConnectionId, RequestGroup(id), Context.ConnectionAborted);
        return true;
    }
}

/// <summary>Live changes of link requests → the hub's groups, which are named like the topics.</summary>
public sealed partial class LinksHubRelay(LiveUpdates live, IHubContext<LinksHub, ILinkListener> hub, ILogger<LinksHubRelay> log) : IHostedService
{
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = live.Subscribe(LiveUpdates.Everything, Relay);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void Relay(LiveChange change)
    {
        if (!change.Topic.StartsWith("link", StringComparison.Ordinal)) return;
        _ = TellAsync(change);
    }

    private async Task TellAsync(LiveChange change)
    {
        try
        {
            await hub.Clients.Group(change.Topic).LinkChanged(change.Id, change.State);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // A listener's broken line must not trouble the writer; it reads afresh when it comes back.
            Log.RelayFailed(log, problem, change.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Listeners could not be told of link request {Id}")]
        public static partial void RelayFailed(ILogger log, Exception problem, Guid id);
    }
}
