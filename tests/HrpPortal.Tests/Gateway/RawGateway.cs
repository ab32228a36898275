using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HrpPortal.Tests.Gateway;

/// <summary>A gateway of bare sockets, that can misbehave in ways no web server would.</summary>
internal sealed class RawGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    public RawGateway(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public string BaseUrl => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/gateway";

    /// <summary>What to answer to sessions.</summary>
    public Func<RawRequest, RawAnswer> OnSession { get; set; } = _ => RawAnswer.Session("session-1");

    /// <summary>What to answer to everything else.</summary>
    public Func<RawRequest, RawAnswer> OnCall { get; set; } = _ => RawAnswer.Accepted;

    /// <summary>Breaks calls (not sessions) off with a reset after so many bytes of their body.</summary>
    public int? ResetAfterBodyBytes { get; set; }

    public ConcurrentQueue<RawRequest> Sessions { get; } = [];

    public ConcurrentQueue<RawRequest> Calls { get; } = [];

    public RawRequest LastCall => Calls.Last();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var socket in _sockets)
            socket.Dispose();
        await _accepting;

        // Not before: who has just taken a connection asks for the next one, and a listener that was stopped takes that for a mistake.
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets.Add(socket);
                connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using Stream stream = _certificate is null ? new NetworkStream(socket, ownsSocket: true) : await SecureAsync(socket);
            while (await RawRequest.ReadHeadAsync(stream, _stop.Token) is { } head)
            {
                var isSession = head.Path.EndsWith("/sessions", StringComparison.Ordinal);
                if (!isSession && ResetAfterBodyBytes is { } count)
                {
                    await head.ReadBodyAsync(stream, count, _stop.Token);
                    Reset(socket);
                    return;
                }

                var request = await head.ReadBodyAsync(stream, head.ContentLength, _stop.Token);
                (isSession ? Sessions : Calls).Enqueue(request);
                var answer = (isSession ? OnSession : OnCall)(request);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer.Raw), _stop.Token);
                await stream.FlushAsync(_stop.Token);
                if (answer.Then == RawThen.Hang)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                if (answer.Then == RawThen.Reset)
                    Reset(socket);
                if (answer.Then != RawThen.KeepAlive)
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The other side went away, or the test ended: that is what these tests are about.
        }
    }

    private async Task<Stream> SecureAsync(Socket socket)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return stream;
    }

    /// <summary>Closing with a linger of zero sends RST.</summary>
    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
