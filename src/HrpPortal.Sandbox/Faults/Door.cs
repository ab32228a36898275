using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace HrpPortal.Sandbox.Faults;

/// <summary>
/// The web server's way to its sockets, with a switch: shut, every connection is cut and the next is refused by the system, as
/// by a machine on which nobody listens.
/// </summary>
internal sealed class Door(IConnectionListenerFactory sockets) : IConnectionListenerFactory
{
    private readonly ConcurrentBag<Listener> listeners = [];

    public bool IsShut { get; private set; }

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new Listener(sockets, await sockets.BindAsync(endpoint, cancellationToken));
        listeners.Add(listener);
        return listener;
    }

    public async Task ShutAsync(TimeSpan? length)
    {
        if (IsShut) return;
        IsShut = true;
        foreach (var listener in listeners) await listener.ShutAsync();
        if (length is { } span) _ = OpenLaterAsync(span);
    }

    public async Task OpenAsync()
    {
        if (!IsShut) return;
        foreach (var listener in listeners) await listener.OpenAsync();
        IsShut = false;
    }

    private async Task OpenLaterAsync(TimeSpan span)
    {
        await Task.Delay(span);
        await OpenAsync();
    }

    private sealed class Listener(IConnectionListenerFactory sockets, IConnectionListener first) : IConnectionListener
    {
        private readonly ConcurrentDictionary<string, ConnectionContext> connections = new();
        private volatile IConnectionListener inner = first;
        private volatile TaskCompletionSource opened = Completed();
        private volatile bool unbound;

        public EndPoint EndPoint { get; } = first.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                await opened.Task.WaitAsync(cancellationToken);
                if (unbound) return null;
                if (await inner.AcceptAsync(cancellationToken) is not { } connection) continue;
                connections[connection.ConnectionId] = connection;
                connection.ConnectionClosed.Register(() => connections.TryRemove(connection.ConnectionId, out _));
                return connection;
            }
        }

        public async Task ShutAsync()
        {
            opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await inner.UnbindAsync();
            await inner.DisposeAsync();
            foreach (var connection in connections.Values) connection.Abort();
        }

        public async Task OpenAsync()
        {
            inner = await sockets.BindAsync(EndPoint);
            opened.TrySetResult();
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            unbound = true;
            await inner.UnbindAsync(cancellationToken);
            opened.TrySetResult();
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static TaskCompletionSource Completed()
        {
            var source = new TaskCompletionSource();
            source.SetResult();
            return source;
        }
    }
}
