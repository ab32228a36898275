using System.Buffers.Binary;

namespace HrpPortal.Data;

/// <summary>Ids of version 7 begin with the milliseconds of their making: rows of a time lie side by side, and are found without an index of times.</summary>
public static class TimedId
{
    /// <summary>Nodes and their clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>Below the id of every row that was made at <paramref name="utc"/> or later.</summary>
    public static Guid Since(DateTime utc)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, (long)(utc - Margin - DateTime.UnixEpoch).TotalMilliseconds << 16);
        (bytes[6], bytes[8]) = (0x70, 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
