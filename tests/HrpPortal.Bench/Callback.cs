using System.Globalization;
using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Bench;

/// <summary>A SUCCESS callback as bytes on the wire, with room for the two ids and the time that differ from one to the next.</summary>
internal sealed class Callback
{
    public const string Path = CallbackPaths.OnAddContexts;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffff";
    private const string Blank = "00000000-0000-0000-0000-000000000000";

    private readonly byte[] _bytes;
    private readonly int _requestId;
    private readonly int _respRequestId;
    private readonly int _timestamp;

    public Callback(Uri server, string token)
    {
        var body = $$$"""{"requestId":"{{{Blank}}}","timestamp":"{{{TimeFormat}}}","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"{{{Blank}}}"}}""";
        var text = $"POST {Path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nX-HIP-ID: {Portal.HipId}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        _bytes = Encoding.ASCII.GetBytes(text);
        _requestId = text.IndexOf(Blank, StringComparison.Ordinal);
        _respRequestId = text.LastIndexOf(Blank, StringComparison.Ordinal);
        _timestamp = text.IndexOf(TimeFormat, StringComparison.Ordinal);
    }

    /// <summary>A copy for one connection, which that connection changes for each request.</summary>
    public byte[] Copy() => [.. _bytes];

    public void Number(byte[] copy, Guid requestId, Guid respRequestId)
    {
        requestId.TryFormat(copy.AsSpan(_requestId), out _);
        respRequestId.TryFormat(copy.AsSpan(_respRequestId), out _);
        TimeProvider.System.GetUtcNow().TryFormat(copy.AsSpan(_timestamp), out _, TimeFormat, CultureInfo.InvariantCulture);
    }
}
