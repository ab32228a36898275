using System.Globalization;
using System.Text;

namespace HrpPortal.Tests.Gateway;

internal enum RawThen
{
    KeepAlive,
    Close,
    Reset,
    Hang,
}

/// <summary>What came in, as far as it was read.</summary>
internal sealed record RawRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Line.Split(' ')[1];

    public int ContentLength => Headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0;

    public static async Task<RawRequest?> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new RawRequest(lines[0], headers, "");
    }

    public async Task<RawRequest> ReadBodyAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(count, ContentLength)];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return this with { Body = Encoding.UTF8.GetString(bytes) };
    }
}

/// <summary>Bytes to send back, and what to do with the connection then.</summary>
internal sealed record RawAnswer(string Raw, RawThen Then = RawThen.KeepAlive)
{
    public static RawAnswer Accepted { get; } = new("HTTP/1.1 202 Accepted\r\nCORRELATION-ID: corr-77\r\nContent-Length: 0\r\n\r\n");

    public static RawAnswer Hang { get; } = new("", RawThen.Hang);

    public static RawAnswer Status(int status, string body = "", string type = "application/json", string extra = "") =>
        new($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\n{extra}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static RawAnswer Session(string token, string expiresIn = "600") =>
        Status(200, $$"""{"accessToken":"{{token}}","expiresIn":{{expiresIn}},"refreshExpiresIn":1800,"refreshToken":"r","tokenType":"bearer"}""");
}
