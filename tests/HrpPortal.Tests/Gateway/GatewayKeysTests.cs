using System.Net;
using System.Security.Cryptography;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Gateway;

public sealed class GatewayKeysTests : IAsyncDisposable
{
    private readonly TokenMint _old = new("old");
    private readonly TokenMint _new = new("new", 1);
    private readonly KeyEndpoint _endpoint = new();
    private readonly GatewayRig _rig;

    public GatewayKeysTests()
    {
        _endpoint.Document = TokenMint.Jwks(_old.Jwk());
        _rig = new GatewayRig("https://gateway.example", also: services =>
            services.AddHttpClient(GatewayKeys.ClientName).ConfigurePrimaryHttpMessageHandler(() => _endpoint),
            settings: ("Gateway:JwksUrl", "https://keys.example/certs"));
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _old.Dispose();
        _new.Dispose();
    }

    private async Task<bool> AcceptsAsync(TokenMint mint, string? kid = null)
    {
        var token = mint.Sign(TokenMint.Claims(_rig.Clock.GetUtcNow(), 600), kid is null ? null : $$"""{"alg":"RS256","kid":"{{kid}}"}""");
        return await _rig.Verifier.VerifyAsync("Bearer " + token, CancellationToken.None) is CallbackVerdict.Accepted;
    }

    /// <summary>Stale keys serve on while newer ones are fetched beside; the fetch's line in the log says that it is over.</summary>
    private async Task RefetchedAsync(int fetches)
    {
        await Eventually.TrueAsync(
            () => _rig.Log.Count(line => line.Contains("signing keys were fetched", StringComparison.Ordinal)) >= fetches, $"The keys were not fetched {fetches} times.");
        await _rig.Keys.RefreshAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_callback_waits_three_seconds_for_slow_keys_and_the_next_one_finds_them()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Gate = gate.Task;
        var first = _rig.Keys.FindAsync("old", CancellationToken.None).AsTask();
        _rig.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await first);

        gate.SetResult();
        Assert.NotNull(await _rig.Keys.FindAsync("old", CancellationToken.None));
        Assert.Equal(1, _endpoint.Fetches);
    }

    [Fact]
    public async Task A_portal_that_starts_fetches_the_keys_before_anybody_calls()
    {
        await using var portal = await PortalHost.StartAsync();
        await Eventually.TrueAsync(() => portal.Services.GetRequiredService<GatewayKeys>().Report is { Count: > 0, FetchedAt: not null }, "no keys came");
        await using var db = await portal.OpenDbAsync();
        Assert.Empty(db.Set<HrpPortal.Callbacks.InboxCallback>());
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_many_callbacks_at_once()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Gate = gate.Task;
        var callbacks = Enumerable.Range(0, 50).Select(_ => AcceptsAsync(_old)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(callbacks), Assert.True);
        Assert.Equal(1, _endpoint.Fetches);
        Assert.Equal("https://keys.example/certs", _endpoint.Asked!.ToString());
    }

    [Fact]
    [Trait("Row", "J10")]
    public async Task J10_unknown_kids_cause_one_fetch_in_thirty_seconds()
    {
        Assert.True(await AcceptsAsync(_old));
        for (var i = 0; i < 200; i++)
            Assert.False(await AcceptsAsync(_new, $"unknown-{i}"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AcceptsAsync(_new, $"parallel-{i}")));
        Assert.Equal(2, _endpoint.Fetches);

        _rig.Clock.Advance(TimeSpan.FromSeconds(31));
        for (var i = 0; i < 20; i++)
            Assert.False(await AcceptsAsync(_new, $"later-{i}"));
        Assert.Equal(3, _endpoint.Fetches);
        Assert.True(await AcceptsAsync(_old));
    }

    [Fact]
    [Trait("Row", "J11")]
    public async Task J11_a_new_key_is_taken_at_its_first_use()
    {
        Assert.True(await AcceptsAsync(_old));
        _endpoint.Document = TokenMint.Jwks(_new.Jwk(), _old.Jwk());
        Assert.True(await AcceptsAsync(_new));
        Assert.Equal(2, _endpoint.Fetches);
    }

    [Fact]
    [Trait("Row", "J11")]
    public async Task J11_a_key_that_was_taken_back_is_refused_after_the_next_refresh()
    {
        Assert.True(await AcceptsAsync(_old));
        _endpoint.Document = TokenMint.Jwks(_new.Jwk());
        _rig.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True(await AcceptsAsync(_old)); // This use starts the refresh and does not wait for it.
        await RefetchedAsync(2);
        Assert.False(await AcceptsAsync(_old));
        Assert.True(await AcceptsAsync(_new));
    }

    [Fact]
    [Trait("Row", "J24")]
    public async Task J24_with_the_endpoint_down_the_old_keys_serve_a_day_and_no_longer()
    {
        Assert.True(await AcceptsAsync(_old));
        _endpoint.Status = HttpStatusCode.ServiceUnavailable;
        for (var hour = 1; hour < 24; hour++)
        {
            _rig.Clock.Advance(TimeSpan.FromHours(1));
            Assert.True(await AcceptsAsync(_old));
        }

        _rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await AcceptsAsync(_old));
        _endpoint.Status = HttpStatusCode.OK;
        _rig.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await AcceptsAsync(_old));
    }

    [Fact]
    [Trait("Row", "J24")]
    public async Task J24_without_any_keys_nothing_is_accepted_and_the_endpoint_is_not_hammered()
    {
        _endpoint.Status = HttpStatusCode.BadGateway;
        for (var i = 0; i < 50; i++)
            Assert.False(await AcceptsAsync(_old));
        Assert.Equal(1, _endpoint.Fetches);
        Assert.False(await _rig.Keys.RefreshAsync(CancellationToken.None));
        _rig.Clock.Advance(TimeSpan.FromSeconds(3));
        _endpoint.Status = HttpStatusCode.OK;
        Assert.True(await AcceptsAsync(_old));
    }

    [Fact]
    [Trait("Row", "J25")]
    public async Task J25_a_document_without_a_usable_key_leaves_the_old_ones()
    {
        Assert.True(await AcceptsAsync(_old));
        using var weak = RSA.Create(512);
        var modulus = System.Buffers.Text.Base64Url.EncodeToString(weak.ExportParameters(false).Modulus);
        string[] documents =
        [
            "", "<html>maintenance</html>", "{}", "{\"keys\":[]}", "{\"keys\":null}", "[]", TokenMint.Jwks(_new.Jwk(use: "enc")), TokenMint.Jwks(_new.Jwk(alg: "RS512")),
            $$"""{"keys":[{"kid":"new","kty":"RSA","n":"{{modulus}}","e":"AQAB"}]}""",
            """{"keys":[{"kid":"new","kty":"oct","k":"AAAA"},{"kid":"new","kty":"RSA","n":"!!","e":"AQAB"},7,null]}""",
            _new.Jwk().Replace("\"AQAB\"", "\"AQ\"", StringComparison.Ordinal) is var one ? TokenMint.Jwks(one) : "",
            new string('x', 300 * 1024),
        ];
        foreach (var document in documents)
        {
            _endpoint.Document = document;
            await _rig.Keys.RefreshAsync(CancellationToken.None);
            Assert.True(await AcceptsAsync(_old));
            Assert.False(await AcceptsAsync(_new));
        }
    }
}
