using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>
/// The gateway at its busiest: many connections, on each one callback after the other as fast as they are taken, and no more patience
/// for an answer than the real one has. Raw sockets: a client that costs as much as the portal would make it a breeze.
/// </summary>
internal sealed class Storm
{
    /// <summary>Protocol §2: then the gateway gives up, and never repeats.</summary>
    private static readonly TimeSpan GatewaysPatience = TimeSpan.FromSeconds(5);

    private readonly Uri _portal;
    private readonly byte[] _callback;
    private readonly int _id;
    private long _slowest;

    public Storm(PortalHost portal)
    {
        _portal = portal.Address;
        var body = Says.Success(Guid.Empty);
        var text = $"POST {CallbackPaths.OnAddContexts} HTTP/1.1\r\nHost: {_portal.Authority}\r\nAuthorization: Bearer {portal.SandboxServices.GetRequiredService<GatewayTokens>().ForCallback()}\r\n"
            + $"X-HIP-ID: {PortalHost.HipId}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        (_callback, _id) = (Encoding.ASCII.GetBytes(text), text.LastIndexOf(Guid.Empty.ToString(), StringComparison.Ordinal));
    }

    public TimeSpan Slowest => TimeSpan.FromTicks(_slowest);

    /// <summary>One SUCCESS for each of these; fails when one is not answered 202 while the gateway waits.</summary>
    public async Task BlowAsync(IReadOnlyList<Guid> respRequestIds, int connections)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(_portal.Host, _portal.Port);
            var (bytes, answer) = (_callback.ToArray(), new byte[4096]);
            for (int i; (i = Interlocked.Increment(ref next)) < respRequestIds.Count;)
            {
                respRequestIds[i].TryFormat(bytes.AsSpan(_id), out int _);
                await PostAsync(socket, bytes, answer);
            }
        })));
    }

    private async Task PostAsync(Socket socket, byte[] bytes, byte[] answer)
    {
        var (began, read) = (Stopwatch.GetTimestamp(), 0);
        using var patience = new CancellationTokenSource(GatewaysPatience);
        try
        {
            await socket.SendAsync(bytes, patience.Token);
            while (answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0)
            {
                var more = await socket.ReceiveAsync(answer.AsMemory(read), patience.Token);
                Assert.True(more > 0, "The portal hung up.");
                read += more;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("The gateway waited 5 s for its answer.");
        }

        Assert.True(answer.AsSpan(0, read).StartsWith("HTTP/1.1 202"u8), Encoding.ASCII.GetString(answer, 0, read));
        var took = Stopwatch.GetElapsedTime(began).Ticks;
        for (long seen; took > (seen = Interlocked.Read(ref _slowest)) && Interlocked.CompareExchange(ref _slowest, took, seen) != seen;)
        {
            // Another connection's was slower than what we saw: look again.
        }
    }
}
