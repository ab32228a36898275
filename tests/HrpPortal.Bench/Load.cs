using System.Diagnostics;
using System.Net.Sockets;

namespace HrpPortal.Bench;

/// <summary>
/// Many connections, each sending one callback after the other. Raw sockets: a client that costs as much as the server would
/// make every server look alike.
/// </summary>
internal static class Load
{
    public static async Task<Speed> RunAsync(Uri server, string token, int connections, TimeSpan length)
    {
        var callback = new Callback(server, token);
        using var end = new CancellationTokenSource();
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var senders = Enumerable.Range(0, connections).Select(_ => Task.Run(() => SendAsync(server, callback, end.Token))).ToList();
        await Task.Delay(length);
        await end.CancelAsync();
        var counts = await Task.WhenAll(senders);
        return new Speed(counts.Sum() / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / counts.Sum());
    }

    /// <summary>So many callbacks, however long they take. One that is refused is counted, and another goes in its place.</summary>
    public static async Task<(int Taken, int Refused)> CountAsync(Uri server, string token, int connections, int count)
    {
        var (callback, refused) = (new Callback(server, token), 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var socket = await ConnectAsync(server);
            var (copy, answer) = (callback.Copy(), new byte[16 * 1024]);
            for (var taken = 0; taken < count / connections;)
            {
                try
                {
                    await PostAsync(socket, callback, copy, Guid.NewGuid(), answer);
                    taken++;
                }
                catch (IOException problem)
                {
                    Report.Say(problem.Message);
                    Interlocked.Increment(ref refused);
                    socket.Dispose();
                    socket = await ConnectAsync(server);
                }
            }

            socket.Dispose();
        }));
        return (count / connections * connections, refused);
    }

    /// <summary>One callback for each of these requests, shared out among the connections.</summary>
    public static async Task AnswerAsync(Uri server, string token, int connections, IReadOnlyList<Guid> respRequestIds)
    {
        var (callback, next) = (new Callback(server, token), -1);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = await ConnectAsync(server);
            var (copy, answer) = (callback.Copy(), new byte[16 * 1024]);
            for (int i; (i = Interlocked.Increment(ref next)) < respRequestIds.Count;) await PostAsync(socket, callback, copy, respRequestIds[i], answer);
        })));
    }

    /// <summary>One callback on a connection of its own; true when it was answered 202.</summary>
    public static async Task PostAsync(Socket socket, Callback callback, byte[] copy, Guid respRequestId, byte[] answer)
    {
        callback.Number(copy, Guid.NewGuid(), respRequestId);
        await socket.SendAsync(copy);
        var read = 0;
        do
        {
            var more = await socket.ReceiveAsync(answer.AsMemory(read));
            if (more == 0) throw new IOException("The server closed the connection.");
            read += more;
        }
        while (answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0);
        if (!answer.AsSpan(0, read).StartsWith("HTTP/1.1 202"u8))
            throw new IOException($"The answer was not 202: {System.Text.Encoding.ASCII.GetString(answer, 0, Math.Min(read, 200))}");
    }

    public static async Task<Socket> ConnectAsync(Uri server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return socket;
    }

    private static async Task<long> SendAsync(Uri server, Callback callback, CancellationToken end)
    {
        using var socket = await ConnectAsync(server);
        var (copy, answer) = (callback.Copy(), new byte[16 * 1024]);
        long count = 0;
        while (!end.IsCancellationRequested)
        {
            await PostAsync(socket, callback, copy, Guid.NewGuid(), answer);
            count++;
        }

        return count;
    }
}

/// <param name="PerSecond">Callbacks answered 202 in a second.</param>
/// <param name="Microseconds">Processor time of the whole process a callback, the client's share in it.</param>
internal sealed record Speed(double PerSecond, double Microseconds);
