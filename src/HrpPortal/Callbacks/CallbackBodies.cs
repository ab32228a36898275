using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace HrpPortal.Callbacks;

/// <summary>
/// A body may carry a linking token: outside this process it is never readable. Bodies are closed by a key that serves an hour and
/// goes with each of them, closed by the ring of keys: whoever has the ring opens them. The ring itself makes a key anew for each
/// thing that it closes, and that would be the largest part of receiving. It stays in memory when its store is away.
/// </summary>
public sealed class CallbackBodies(IDataProtectionProvider protection, TimeProvider clock) : IDisposable
{
    /// <summary>First of what is closed here; what the ring closed itself, as it did in earlier versions, begins with 09 F0 C9 F0.</summary>
    private const byte ByHourKey = 1;

    private const int KeyAt = 3;

    /// <summary>What ASP.NET Core's data protection begins everything with that it encrypted.</summary>
    private static readonly byte[] ByRing = [0x09, 0xF0, 0xC9, 0xF0];

    private const int MostKept = 48;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly IDataProtector _ring = protection.CreateProtector("callback-inbox.v1");
    private readonly IDataProtector _keyRing = protection.CreateProtector("callback-inbox.keys.v1");
    private readonly ConcurrentDictionary<string, BodyKey> _kept = [];
    private volatile HourKey? _hour;

    /// <summary>Whether it begins as what is closed here does, and is no plain text; whether it opens only the ring can say.</summary>
    public static bool LooksClosed(ReadOnlySpan<byte> kept) => kept is [ByHourKey, _, _, .. var rest] ? rest.StartsWith(ByRing) : kept.StartsWith(ByRing);

    public byte[] Close(byte[] body)
    {
        // Those who find it over at once make a key each: all of them are good.
        var hour = _hour;
        if (hour is null || clock.GetUtcNow() >= hour.Until) _hour = hour = BeginHour();
        var result = new byte[KeyAt + hour.Closed.Length + BodyKey.Overhead + body.Length];
        result[0] = ByHourKey;
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(1), (ushort)hour.Closed.Length);
        hour.Closed.CopyTo(result.AsSpan(KeyAt));
        hour.Key.Close(body, result.AsSpan(KeyAt + hour.Closed.Length));
        return result;
    }

    /// <exception cref="CryptographicException">It was changed, or closed by another ring of keys.</exception>
    public byte[] Open(byte[] protectedBody)
    {
        if (protectedBody is not [ByHourKey, ..]) return _ring.Unprotect(protectedBody);
        var end = protectedBody.Length < KeyAt ? int.MaxValue : KeyAt + BinaryPrimitives.ReadUInt16BigEndian(protectedBody.AsSpan(1));
        if (end > protectedBody.Length - BodyKey.Overhead) throw new CryptographicException("What is kept of the body is too short.");
        var closed = protectedBody[KeyAt..end];
        var name = Convert.ToBase64String(closed);
        return (_kept.TryGetValue(name, out var key) ? key : Keep(name, _keyRing.Unprotect(closed))).Open(protectedBody.AsSpan(end));
    }

    public void Dispose()
    {
        foreach (var key in _kept.Values) key.Dispose();
    }

    private HourKey BeginHour()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var closed = _keyRing.Protect(key);
        return new HourKey(closed, Keep(Convert.ToBase64String(closed), key), clock.GetUtcNow() + Life);
    }

    private BodyKey Keep(string name, byte[] key)
    {
        // Not disposed: somebody may be opening with one of them.
        if (_kept.Count >= MostKept) _kept.Clear();
        var kept = _kept[name] = new BodyKey(key);
        CryptographicOperations.ZeroMemory(key);
        return kept;
    }

    private sealed record HourKey(byte[] Closed, BodyKey Key, DateTimeOffset Until);

    /// <summary>AES-256-GCM, which is not made for two threads at once.</summary>
    private sealed class BodyKey(byte[] key) : IDisposable
    {
        private const int Nonce = 12;
        private const int Tag = 16;

        public const int Overhead = Nonce + Tag;

        private readonly Lock _gate = new();
        private readonly AesGcm _aes = new(key, Tag);
        private long _count;

        public void Close(byte[] body, Span<byte> into)
        {
            lock (_gate)
            {
                // A count and no random number: only who made the key closes with it, so that none is ever used twice.
                BinaryPrimitives.WriteInt64BigEndian(into, ++_count);
                _aes.Encrypt(into[..Nonce], body, into[Overhead..], into[Nonce..Overhead]);
            }
        }

        public byte[] Open(ReadOnlySpan<byte> closed)
        {
            var body = new byte[closed.Length - Overhead];
            lock (_gate) _aes.Decrypt(closed[..Nonce], closed[Overhead..], closed[Nonce..Overhead], body);
            return body;
        }

        public void Dispose() => _aes.Dispose();
    }
}
