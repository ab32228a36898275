using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using HrpPortal.Sandbox.Scripting;
using Microsoft.AspNetCore.Connections.Features;

namespace HrpPortal.Sandbox.Faults;

/// <summary>
/// Answers by the connection's own socket, past the web server: it lies open to whoever handles a request, so that no second
/// parser of HTTP has to stand in front of this one.
/// </summary>
internal sealed class Wire(IHostApplicationLifetime lifetime)
{
    private const string Head = "HTTP/1.1 202 Accepted\r\nCORRELATION-ID: 0\r\nConnection: close\r\n";
    private const string Thanks = "{\"status\":\"taken\"}";

    private static readonly Lazy<byte[]> Bomb = new(() =>
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 100; megabyte++) gzip.Write(zeros);
        }
        return packed.ToArray();
    });

    private int open;

    /// <summary>How many callers wait for an answer that will not come.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Reads so many bytes of the body and resets.</summary>
    public static async Task CutRequestAsync(HttpContext http, int bytes)
    {
        await http.Request.BodyReader.ReadAtLeastAsync(Math.Min(bytes, (int)(http.Request.ContentLength ?? bytes)), http.RequestAborted);
        Reset(http);
    }

    public async Task AnswerAsync(HttpContext http, ScriptedAnswer script)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await AnswerAsync(http, script, end.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            http.Abort(); // The caller went away first: that is what it should do.
        }
    }

    private async Task AnswerAsync(HttpContext http, ScriptedAnswer script, CancellationToken end)
    {
        switch (script.Wire)
        {
            case WireFault.BlackHole:
                await HangAsync(http, end);
                break;
            case WireFault.ResetAfterStatus:
                await SendAsync(http, "HTTP/1.1 202 Accepted\r\n", end);
                Reset(http);
                break;
            case WireFault.HalfHead:
                await SendAsync(http, Head, end);
                Close(http);
                break;
            case WireFault.HalfBody:
                await SendAsync(http, Head + "Content-Length: 100\r\n\r\nhalf", end);
                Close(http);
                break;
            case WireFault.NotHttp:
                await SendAsync(http, "SSH-2.0-OpenSSH_9.2\r\n\r\n", end);
                Close(http);
                break;
            case WireFault.DripHead:
                await DripAsync(http, $"{Head}Content-Length: {Thanks.Length}\r\n\r\n{Thanks}", script.EveryMs, end);
                break;
            case WireFault.DripBody:
                await SendAsync(http, $"{Head}Content-Length: {Thanks.Length}\r\n\r\n", end);
                await DripAsync(http, Thanks, script.EveryMs, end);
                break;
            case WireFault.HugeBody:
                await BodyAsync(http, Enumerable.Repeat(Encoding.ASCII.GetBytes(new string('x', 64 * 1024)), 160), end);
                break;
            case WireFault.GzipBomb:
                http.Response.Headers.ContentEncoding = "gzip";
                await BodyAsync(http, [Bomb.Value], end);
                break;
            default:
                Reset(http);
                break;
        }
    }

    private async Task HangAsync(HttpContext http, CancellationToken end)
    {
        Interlocked.Increment(ref open);
        try
        {
            await Task.Delay(Timeout.Infinite, end);
        }
        finally
        {
            Interlocked.Decrement(ref open);
            http.Abort();
        }
    }

    private async Task DripAsync(HttpContext http, string text, int everyMs, CancellationToken end)
    {
        Interlocked.Increment(ref open);
        try
        {
            foreach (var character in text)
            {
                await SendAsync(http, character.ToString(), end);
                await Task.Delay(everyMs, end);
            }
            Close(http);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private static async Task BodyAsync(HttpContext http, IEnumerable<byte[]> pieces, CancellationToken end)
    {
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        foreach (var piece in pieces) await http.Response.Body.WriteAsync(piece, end);
    }

    private static async Task SendAsync(HttpContext http, string text, CancellationToken end)
    {
        if (SocketOf(http) is { } socket) await socket.SendAsync(Encoding.Latin1.GetBytes(text), end);
    }

    /// <summary>Closing with a linger of zero sends RST.</summary>
    private static void Reset(HttpContext http)
    {
        if (SocketOf(http) is { } socket)
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        http.Abort();
    }

    private static void Close(HttpContext http)
    {
        SocketOf(http)?.Shutdown(SocketShutdown.Both);
        http.Abort();
    }

    /// <summary>None below TLS: bytes past it would be noise there, so that connection is cut instead.</summary>
    private static Socket? SocketOf(HttpContext http) =>
        http.Request.IsHttps ? null : http.Features.Get<IConnectionSocketFeature>()?.Socket;
}
