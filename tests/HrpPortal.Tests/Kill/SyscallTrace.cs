using System.Text.RegularExpressions;

namespace HrpPortal.Tests.Kill;

/// <summary>What strace saw: for each 202 that was sent, whether the log was synced between the last byte of its request and the answer.</summary>
internal sealed partial class SyscallTrace
{
    public const string Calls = "trace=read,recvfrom,recvmsg,write,writev,sendto,sendmsg,fsync,fdatasync";

    private readonly Dictionary<string, (string Call, int Line)> _unfinished = [];
    private readonly Dictionary<string, int> _received = [];
    private readonly List<(int Begun, int Ended)> _syncs = [];

    /// <summary>202s sent.</summary>
    public int Answers { get; private set; }

    /// <summary>Those of them that were sent before the log was synced.</summary>
    public List<string> TooEarly { get; } = [];

    public static SyscallTrace Read(string file)
    {
        var trace = new SyscallTrace();
        var number = 0;
        foreach (var line in File.ReadLines(file)) trace.Add(line, ++number);
        return trace;
    }

    /// <summary>One line: a whole call, or its first half, or its second, after the thread's number.</summary>
    private void Add(string line, int number)
    {
        var (thread, call) = line.Split(' ', 2) is [var first, var rest] ? (first, rest.TrimStart()) : ("", "");
        if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
        {
            _unfinished[thread] = (call, number);
            Begin(call);
        }
        else if (call.StartsWith("<... ", StringComparison.Ordinal))
        {
            if (_unfinished.Remove(thread, out var begun)) End(begun.Call + call, begun.Line, number);
        }
        else
        {
            Begin(call);
            End(call, number, number);
        }
    }

    /// <summary>An answer counts from when it begins to leave.</summary>
    private void Begin(string call)
    {
        if (!Sent().IsMatch(call)) return;
        Answers++;
        var since = _received.GetValueOrDefault(Socket(call));
        if (since == 0 || !_syncs.Exists(sync => sync.Begun > since)) TooEarly.Add(call);
    }

    private void End(string call, int begun, int ended)
    {
        if (Synced().IsMatch(call)) _syncs.Add((begun, ended));
        else if (Received().IsMatch(call)) _received[Socket(call)] = ended;
        if (_syncs.Count > 1000) _syncs.RemoveRange(0, 500);
    }

    private static string Socket(string call) => Handle().Match(call).Value;

    [GeneratedRegex(@"(?<=^\w+\()\d+<(TCP|socket):[^>]*>?")]
    private static partial Regex Handle();

    [GeneratedRegex(@"^(write|writev|sendto|sendmsg)\(\d+<(TCP|socket):.*HTTP/1\.1 202")]
    private static partial Regex Sent();

    [GeneratedRegex(@"^(read|recvfrom|recvmsg)\(\d+<(TCP|socket):.*= [1-9]\d*$")]
    private static partial Regex Received();

    [GeneratedRegex(@"^(fsync|fdatasync)\(\d+<[^>]*-wal>.*= 0$")]
    private static partial Regex Synced();
}
