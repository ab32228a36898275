using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static HrpPortal.Tests.Sandbox.SandboxHost;
using static HrpPortal.Tests.Sandbox.V3Caller;
using static HrpPortal.Tests.Sandbox.V3ContractTests;

namespace HrpPortal.Tests.Sandbox;

public sealed class V3TokenTests
{
    private const string OnToken = "/api/v3/hip/token/on-generate-token";

    [Fact]
    public async Task The_callback_and_the_token_look_like_the_real_ones()
    {
        await using var sandbox = await StartAsync();

        var callback = await new V3Caller(sandbox).CallAsync(CallPaths.GenerateToken, TokenBody());

        Assert.Equal(OnToken, callback.Path);
        Assert.Equal(["abhaAddress", "linkToken", "response"], callback.Body.Select(one => one.Key));
        var token = new JsonWebToken((string)callback.Body["linkToken"]!);
        Assert.Equal("""{"alg":"RS512"}""", Base64UrlEncoder.Decode(token.EncodedHeader));
        var claims = JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!.AsObject();
        Assert.Equal(["hipId", "sub", "abhaNumber", "exp", "iat", "transactionId", "abhaAddress"], claims.Select(claim => claim.Key));
        Assert.Equal((Hip, Asha.Address, 91983690060261), ((string)claims["hipId"]!, (string)claims["abhaAddress"]!, (long)claims["abhaNumber"]!));
        Assert.Equal(15_768_000, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Fact]
    public async Task A_callback_carries_the_headers_that_were_seen()
    {
        await using var sandbox = await StartAsync();

        var headers = (await new V3Caller(sandbox).CallAsync(CallPaths.GenerateToken, TokenBody())).Headers;

        foreach (var name in new[] { "request-id", "timestamp", "x-hip-id", "x-b3-traceid", "x-b3-spanid", "x-envoy-attempt-count" }) Assert.True(headers.ContainsKey(name), name);
        Assert.Equal((Hip, "2031-05-04T09:00:00.000Z", "1"), (headers["x-hip-id"], headers["timestamp"], headers["x-envoy-attempt-count"]));
        Assert.False(headers.ContainsKey("CORRELATION-ID"));
    }

    [Theory]
    [InlineData("name", "\"asha rao\"")]
    [InlineData("gender", "\"O\"")]
    [InlineData("yearOfBirth", "1987")]
    public async Task Particulars_that_differ_find_no_user(string field, string value)
    {
        await using var sandbox = await StartAsync();
        var body = TokenBody();
        body[field] = JsonNode.Parse(value);

        Assert.Equal((400, "ABDM-9999", "User not found"), await ErrorAsync(await new V3Caller(sandbox).PostAsync(CallPaths.GenerateToken, body)));
        Assert.NotNull(await new V3Caller(sandbox).TokenAsync());
    }

    [Fact]
    public async Task The_day_of_birth_and_a_number_that_is_left_out_do_not_matter()
    {
        await using var sandbox = await StartAsync();
        var body = TokenBody();
        body.Remove("abhaNumber");

        var token = new JsonWebToken((string)(await new V3Caller(sandbox).CallAsync(CallPaths.GenerateToken, body)).Body["linkToken"]!);

        Assert.False(token.TryGetPayloadValue<long>("abhaNumber", out _));
    }

    [Fact]
    public async Task An_unknown_address_or_another_ones_number_is_told_by_callback()
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox);
        var wrongNumber = TokenBody();
        wrongNumber["abhaNumber"] = 91526859693842;

        var unknown = await caller.CallAsync(CallPaths.GenerateToken, TokenBody(Asha with { Address = "nobody.here@sbx" }));
        var wrong = await caller.CallAsync(CallPaths.GenerateToken, wrongNumber);

        foreach (var callback in new[] { unknown, wrong })
        {
            Assert.Equal(["error", "response"], callback.Body.Select(one => one.Key));
            Assert.Equal(("ABDM-1051", "Invalid ABHA Number or ABHA Address"), (callback.ErrorText, (string?)callback.Body["error"]!["message"]));
        }
    }

    [Fact]
    public async Task A_refused_request_is_remembered_for_at_least_69_seconds()
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox);
        var body = TokenBody(Asha with { Gender = "M" });
        await caller.PostAsync(CallPaths.GenerateToken, body);

        sandbox.Clock.Advance(TimeSpan.FromSeconds(69));
        Assert.Equal((400, "ABDM-1092", "Duplicate Link token request"), await ErrorAsync(await caller.PostAsync(CallPaths.GenerateToken, body)));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("ABDM-9999", (await ErrorAsync(await caller.PostAsync(CallPaths.GenerateToken, body))).Code);
    }

    [Fact]
    public async Task Too_many_failures_block_the_patient_at_this_facility_for_24_hours()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 200_000);
        var caller = new V3Caller(sandbox);
        for (var year = 1950; year < 1953; year++)
        {
            var body = TokenBody();
            body["yearOfBirth"] = year;
            Assert.Equal("ABDM-9999", (await ErrorAsync(await caller.PostAsync(CallPaths.GenerateToken, body))).Code);
        }

        var blocked = await caller.CallAsync(CallPaths.GenerateToken, TokenBody());
        Assert.Equal(("ABDM-1027", "You are blocked. Please try again after 24 hours."), (blocked.ErrorText, (string?)blocked.Body["error"]!["message"]));
        Assert.NotNull(await new V3Caller(sandbox) { Hip = "IN0710000002" }.TokenAsync());
        sandbox.Clock.Advance(TimeSpan.FromHours(24));
        Assert.NotNull(await caller.TokenAsync());
    }

    [Fact]
    public async Task A_REQUEST_ID_is_taken_once()
    {
        await using var sandbox = await StartAsync();
        var id = Guid.NewGuid().ToString();
        var caller = await new V3Caller(sandbox).WithTokenAsync();

        await caller.PostAsync(CallPaths.GenerateToken, TokenBody(), id);
        Assert.Equal("ABDM-1064", (await ErrorAsync(await caller.PostAsync(CallPaths.GenerateToken, TokenBody(), id))).Code);
        Assert.Equal((400, "ABDM-1090", "Duplicate HIP link request"), await ErrorAsync(await caller.PostAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1")), id)));
        Assert.Empty(sandbox.State.Linked);
    }
}
