using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HrpPortal.Tests.Support;

public enum Flow
{
    Through,

    /// <summary>Every connection breaks, and no new one is made.</summary>
    Cut,

    /// <summary>Connections stand, and nothing comes out of them: the way a lost network looks.</summary>
    Swallowed,
}

/// <summary>Stands between the portal and a server, so that a test can take the server away while it serves others.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly (string Host, int Port) _server;
    private readonly Task _accepting;
    private volatile Flow _flow;

    public TcpProxy(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Become(Flow flow)
    {
        var before = _flow;
        _flow = flow;

        // What was swallowed is gone: such a connection is of no use to anybody afterwards.
        if (flow == Flow.Cut || before == Flow.Swallowed) Break();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Break();
        await _accepting;

        // Not before: who has just taken a connection asks for the next one, and a listener that was stopped takes that for a mistake.
        _listener.Stop();
        _end.Dispose();
    }

    private void Break()
    {
        foreach (var client in _open.Keys) client.Close();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                if (_flow == Flow.Cut) client.Close();
                else serving.Add(ServeAsync(client));
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            _open[client] = _open[server] = 0;
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut: that is what it is for.
            }

            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var bytes = new byte[32 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(bytes, _end.Token)) > 0)
            {
                if (_flow == Flow.Through) await to.WriteAsync(bytes.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
