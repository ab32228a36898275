using System.Buffers.Binary;
using System.Text;

namespace HrpPortal.Bench;

/// <summary>As much of "blazorpack" (SignalR's MessagePack with nothing but plain values) as a page without a screen needs.</summary>
internal static class BlazorPack
{
    public static byte[] Invocation(string? invocationId, string method, params object?[] arguments)
    {
        var body = new List<byte>(256);
        Head(body, 0x90, 6);
        body.Add(1);
        body.Add(0x80);
        Write(body, invocationId);
        Write(body, method);
        Head(body, 0x90, arguments.Length);
        foreach (var argument in arguments) Write(body, argument);
        body.Add(0x90);
        return Framed(body);
    }

    public static byte[] Ping => [2, 0x91, 6];

    /// <summary>One value from the front of <paramref name="bytes"/>: null, bool, long, string, byte[] or object?[].</summary>
    public static object? Read(ref ReadOnlySpan<byte> bytes)
    {
        var head = bytes[0];
        bytes = bytes[1..];
        return head switch
        {
            < 0x80 => (long)head,
            < 0x90 => Map(ref bytes, head & 0x0f),
            < 0xa0 => Array(ref bytes, head & 0x0f),
            < 0xc0 => Text(ref bytes, head & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => Binary(ref bytes, (int)Number(ref bytes, 1)),
            0xc5 => Binary(ref bytes, (int)Number(ref bytes, 2)),
            0xc6 => Binary(ref bytes, (int)Number(ref bytes, 4)),
            0xcc or 0xd0 => Number(ref bytes, 1),
            0xcd or 0xd1 => Number(ref bytes, 2),
            0xce or 0xd2 => Number(ref bytes, 4),
            0xcf or 0xd3 => Number(ref bytes, 8),
            0xd9 => Text(ref bytes, (int)Number(ref bytes, 1)),
            0xda => Text(ref bytes, (int)Number(ref bytes, 2)),
            0xdb => Text(ref bytes, (int)Number(ref bytes, 4)),
            0xdc => Array(ref bytes, (int)Number(ref bytes, 2)),
            0xde => Map(ref bytes, (int)Number(ref bytes, 2)),
            >= 0xe0 => (long)(sbyte)head,
            _ => throw new InvalidDataException($"No value begins with 0x{head:x2} here."),
        };
    }

    /// <summary>The length that stands before every message, seven bits a byte; false when it is not all there yet.</summary>
    public static bool TryLength(ReadOnlySpan<byte> bytes, out int length, out int size)
    {
        (length, size) = (0, 0);
        while (size < bytes.Length && size < 5)
        {
            var next = bytes[size];
            length |= (next & 0x7f) << (7 * size);
            size++;
            if (next < 0x80) return true;
        }

        return false;
    }

    private static byte[] Framed(List<byte> body)
    {
        var framed = new List<byte>(body.Count + 5);
        for (var left = body.Count; ; left >>= 7)
        {
            if (left < 0x80)
            {
                framed.Add((byte)left);
                break;
            }

            framed.Add((byte)(left | 0x80));
        }

        framed.AddRange(body);
        return [.. framed];
    }

    private static void Write(List<byte> into, object? value)
    {
        switch (value)
        {
            case null:
                into.Add(0xc0);
                break;
            case bool flag:
                into.Add(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case long or int:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(number, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                into.Add(0xd3);
                into.AddRange(number);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                Span<byte> length = stackalloc byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
                into.Add(0xdb);
                into.AddRange(length);
                into.AddRange(utf8);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is not written here.", nameof(value));
        }
    }

    private static void Head(List<byte> into, byte kind, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 15);
        into.Add((byte)(kind | count));
    }

    private static long Number(ref ReadOnlySpan<byte> bytes, int size)
    {
        long number = 0;
        for (var i = 0; i < size; i++) number = (number << 8) | bytes[i];
        bytes = bytes[size..];
        return number;
    }

    private static string Text(ref ReadOnlySpan<byte> bytes, int length) => Encoding.UTF8.GetString(Binary(ref bytes, length));

    private static byte[] Binary(ref ReadOnlySpan<byte> bytes, int length)
    {
        var taken = bytes[..length].ToArray();
        bytes = bytes[length..];
        return taken;
    }

    private static object?[] Array(ref ReadOnlySpan<byte> bytes, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++) values[i] = Read(ref bytes);
        return values;
    }

    private static object?[] Map(ref ReadOnlySpan<byte> bytes, int count) => Array(ref bytes, count * 2);
}
