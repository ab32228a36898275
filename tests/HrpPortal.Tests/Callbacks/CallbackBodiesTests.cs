using System.Security.Cryptography;
using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>What is kept of a callback's body: only the ring of keys opens it, and not a bit of it can be changed.</summary>
public sealed class CallbackBodiesTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"auth":{"accessToken":"a.linking.token"}}""");

    private readonly EphemeralDataProtectionProvider _ring = new();
    private readonly TestClock _clock = new();

    [Fact]
    public void It_is_opened_after_a_restart_and_at_another_node()
    {
        var closed = Portal().Close(Body);
        Assert.Equal(Body, Portal().Open(closed));
        Assert.Equal(-1, closed.AsSpan().IndexOf("token"u8));
    }

    [Fact]
    public void What_an_earlier_version_kept_is_opened() =>
        Assert.Equal(Body, Portal().Open(_ring.CreateProtector("callback-inbox.v1").Protect(Body)));

    [Fact]
    public void It_looks_closed_and_a_plain_body_does_not()
    {
        Assert.True(CallbackBodies.LooksClosed(Portal().Close(Body)));
        Assert.True(CallbackBodies.LooksClosed(_ring.CreateProtector("callback-inbox.v1").Protect(Body)));
        Assert.False(CallbackBodies.LooksClosed(Body));
        Assert.False(CallbackBodies.LooksClosed([1, 0, 0, .. Body]));
        Assert.False(CallbackBodies.LooksClosed([]));
    }

    [Fact]
    public void The_same_body_is_never_closed_alike()
    {
        // Those who are first at once make a key each: a number used once is so under its key.
        var portal = Portal();
        var closed = Enumerable.Range(0, 1_000).AsParallel().Select(_ => portal.Close(Body)).ToList();
        Assert.Equal(1_000, closed.DistinctBy(Convert.ToBase64String).Count());
        Assert.Equal(1_000, closed.DistinctBy(one => (Key(one), Convert.ToBase64String(Nonce(one)))).Count());
        Assert.All(closed, one => Assert.Equal(Body, portal.Open(one)));
    }

    [Fact]
    public void Each_hour_has_a_key_of_its_own_and_the_old_ones_still_open()
    {
        var portal = Portal();
        var first = portal.Close(Body);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Key(first), Key(portal.Close(Body)));
        List<byte[]> all = [first];
        for (var hour = 0; hour < 100; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            all.Add(portal.Close(Body));
        }

        Assert.Equal(101, all.DistinctBy(Key).Count());
        Assert.All(all, one => Assert.Equal(Body, portal.Open(one)));
    }

    [Fact]
    public void Not_a_bit_of_it_can_be_changed()
    {
        var portal = Portal();
        var closed = portal.Close(Body);
        for (var bit = 0; bit < closed.Length * 8; bit++)
        {
            var changed = (byte[])closed.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => portal.Open(changed));
        }
    }

    [Fact]
    public void No_piece_of_it_is_opened()
    {
        var portal = Portal();
        var closed = portal.Close(Body);
        for (var length = 0; length < closed.Length; length++) Assert.ThrowsAny<CryptographicException>(() => portal.Open(closed[..length]));
    }

    [Fact]
    public void Another_ring_opens_nothing() =>
        Assert.ThrowsAny<CryptographicException>(() => new CallbackBodies(new EphemeralDataProtectionProvider(), _clock).Open(Portal().Close(Body)));

    private static string Key(byte[] closed) => Convert.ToBase64String(closed.AsSpan(3, Length(closed)));

    private static byte[] Nonce(byte[] closed) => closed.AsSpan(3 + Length(closed), 12).ToArray();

    private static int Length(byte[] closed) => (closed[1] << 8) | closed[2];

    private CallbackBodies Portal() => new(_ring, _clock);
}
