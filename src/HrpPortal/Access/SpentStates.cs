using System.Collections.Concurrent;

namespace HrpPortal.Access;

/// <summary>
/// The sign-ins that already came back. The browser is told to drop the correlation cookie; whoever kept a copy of it
/// and of the address must still not get a second try (RFC 9700 §4.7). Each node remembers its own; the provider's
/// single-use code stands behind it.
/// </summary>
internal sealed class SpentStates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _spent = new(StringComparer.Ordinal);

    /// <summary>True the first time only. Entries are kept until the state could not be used anyway.</summary>
    public bool TrySpend(string nonce, DateTimeOffset until)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, end) in _spent)
        {
            if (end <= now)
                _spent.TryRemove(old, out _);
        }
        return _spent.TryAdd(nonce, until);
    }
}
