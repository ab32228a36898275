using HrpPortal.Gateway;

namespace HrpPortal.LinkingTokens;

/// <summary>
/// ABDM's permission to link for one address at one facility, in one dialect. A v0.5 token serves one successful call; a v3
/// token any number of them (protocol, 4.5 and 7.3). Both end at their <c>exp</c>. The text is a bearer credential: it is kept
/// encrypted and opened only to be sent.
/// </summary>
public sealed class LinkingToken
{
    /// <summary>A token this close to its end is not sent: an expired one is answered by silence (protocol, 5.1).</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public required Guid Id { get; init; }
    public required string HipId { get; init; }
    public required GatewayDialect Dialect { get; init; }
    public required string AddressKey { get; init; }
    public required string ProtectedText { get; init; }
    public required DateTime IssuedAt { get; init; }
    public required DateTime ExpiresAt { get; init; }
    public Guid? AuthenticationId { get; init; }

    /// <summary>The link request that holds it: single use means one holder.</summary>
    public Guid? ReservedFor { get; private set; }
    public DateTime? UsedAt { get; private set; }
    public DateTime? DiscardedAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>It is nobody's alone, and no success uses it up.</summary>
    public bool IsReusable => Dialect == GatewayDialect.V3;

    public bool IsUsable(DateTime now) => UsedAt is null && DiscardedAt is null && ExpiresAt - Margin > now;

    public void Reserve(Guid linkRequestId, DateTime now)
    {
        if (!IsUsable(now) || (ReservedFor is not null && ReservedFor != linkRequestId))
            throw new InvalidOperationException($"Linking token {Id} is not free.");
        if (IsReusable) return;
        ReservedFor = linkRequestId;
        Version++;
    }

    /// <summary>After a SUCCESS: the consent manager counts it as used.</summary>
    public void Used(DateTime now)
    {
        if (IsReusable) return;
        UsedAt ??= now;
        Version++;
    }

    /// <summary>A refused call leaves it usable (the counter rises only on success): the next request may take it.</summary>
    public void Release()
    {
        ReservedFor = null;
        Version++;
    }

    /// <summary>The consent manager does not take it: never sent again.</summary>
    public void Discard(DateTime now)
    {
        DiscardedAt ??= now;
        Version++;
    }
}
