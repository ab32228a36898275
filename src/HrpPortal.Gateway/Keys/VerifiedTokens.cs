using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HrpPortal.Gateway;

/// <summary>
/// Tokens that passed, by SHA-256, until they end or for five minutes: the gateway uses one token for many callbacks, and a
/// signature costs more than all else in a callback. Only tokens that passed come in, so nobody else can fill it.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider time)
{
    public const int Capacity = 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Digest, Entry> _entries = new();

    public int Count => _entries.Count;

    /// <param name="generation">Of the key set: what an older set let pass is looked at again.</param>
    public CallbackVerdict.Accepted? Find(in Digest digest, int generation)
    {
        if (!_entries.TryGetValue(digest, out var entry))
            return null;
        var now = time.GetUtcNow();
        if (entry.Generation == generation && now >= entry.From && now < entry.Until)
            return entry.Verdict;
        _entries.TryRemove(digest, out _);
        return null;
    }

    public void Keep(in Digest digest, CallbackVerdict.Accepted verdict, DateTimeOffset expiresAt, int generation)
    {
        var now = time.GetUtcNow();
        var until = now + Longest < expiresAt ? now + Longest : expiresAt;
        if (until <= now)
            return;
        if (_entries.Count >= Capacity)
            MakeRoom(now);
        _entries[digest] = new Entry(verdict, generation, now, until);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (digest, entry) in _entries)
        {
            if (now >= entry.Until)
                _entries.TryRemove(digest, out _);
        }

        if (_entries.Count >= Capacity)
            _entries.Clear();
    }

    private sealed record Entry(CallbackVerdict.Accepted Verdict, int Generation, DateTimeOffset From, DateTimeOffset Until);

    /// <summary>The 32 bytes of a SHA-256.</summary>
    internal readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Span<byte> bytes = token.Length <= 4096 ? stackalloc byte[4096] : new byte[token.Length];
            SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
            return MemoryMarshal.Read<Digest>(hash);
        }
    }
}
