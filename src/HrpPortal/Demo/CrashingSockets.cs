using System.Globalization;
using System.Text;
using HrpPortal.Data;

namespace HrpPortal.Demo;

/// <summary>
/// Reaches the crash points that lie below the gateway client: connected, headers out, body out. The framework may write the
/// two in one piece, so that each part is handed to the system by itself here.
/// </summary>
internal sealed class CrashingSockets(Stream socket, CrashPoints crash) : Stream
{
    /// <summary>The typed client that carries the gateway's calls; its class is the gateway library's own.</summary>
    public const string ClientName = "GatewayHttp";

    private static readonly string[] Watched = ["/links/", "/users/auth/"];

    private int _bodyLeft;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var headers = _bodyLeft == 0 ? HeadersOf(buffer.Span) : null;
        if (headers is not null)
        {
            crash.Reach(CrashPoint.AfterConnect);
            var length = Encoding.ASCII.GetByteCount(headers);
            await OutAsync(buffer[..length], cancellationToken);
            crash.Reach(CrashPoint.AfterHeaders);
            buffer = buffer[length..];
            _bodyLeft = BodyLength(headers);
        }

        if (buffer.Length > 0) await OutAsync(buffer, cancellationToken);
        if (_bodyLeft == 0) return;
        _bodyLeft -= buffer.Length;
        if (_bodyLeft == 0) crash.Reach(CrashPoint.AfterBody);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => socket.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => socket.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => socket.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => socket.Write(buffer, offset, count);

    public override void Flush() => socket.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    private async Task OutAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        await socket.WriteAsync(part, cancellationToken);
        await socket.FlushAsync(cancellationToken);
    }

    /// <summary>The head of a call that asks for something; the call that opens a session is let pass.</summary>
    private static string? HeadersOf(ReadOnlySpan<byte> written)
    {
        var end = written.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !written.StartsWith("POST "u8)) return null;
        var headers = Encoding.ASCII.GetString(written[..(end + 4)]);
        var target = headers[..headers.IndexOf('\r', StringComparison.Ordinal)];
        return Watched.Any(part => target.Contains(part, StringComparison.Ordinal)) ? headers : null;
    }

    private static int BodyLength(string headers)
    {
        const string Name = "\r\nContent-Length:";
        var start = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return int.Parse(headers.AsSpan(start, headers.IndexOf('\r', start) - start), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
