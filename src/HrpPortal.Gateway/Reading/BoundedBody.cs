namespace HrpPortal.Gateway;

/// <summary>The beginning of a body, never more than asked for.</summary>
internal static class BoundedBody
{
    /// <summary>At most <paramref name="max"/> bytes; what follows is left unread.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, int max, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[Math.Min(max, content.Headers.ContentLength ?? 4096)];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0 || length == max)
                return bytes[..length];
            if (length == bytes.Length)
                Array.Resize(ref bytes, Math.Min(max, bytes.Length * 2));
        }
    }
}
