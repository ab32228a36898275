using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed partial class CallbackTests
{
    [Fact]
    public async Task A_callback_is_signed_by_the_key_that_its_kid_names_and_that_is_not_the_first()
    {
        await using var sandbox = await StartAsync();
        var callback = await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        var keys = await KeysAsync(sandbox);
        var token = new JsonWebToken(callback.Bearer);

        Assert.Equal(2, keys.Count);
        Assert.NotEqual(keys[0].Kid, token.Kid);
        Assert.False(await IsSignedByAsync(token, keys[0]));
        Assert.True(await IsSignedByAsync(token, keys.Single(key => key.Kid == token.Kid)));
        Assert.Equal("RS256", token.Alg);
        Assert.Equal(["account"], token.Audiences);
        Assert.Contains("gateway", token.GetPayloadValue<JsonElement>("realm_access").GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.False(string.IsNullOrEmpty(token.GetPayloadValue<string>("clientId")));
    }

    [Fact]
    public async Task Keys_rotate_and_the_one_before_stays_published()
    {
        await using var sandbox = await StartAsync(options => options.KeyFile = null);
        var before = new JsonWebToken((await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).Bearer);

        sandbox.State.RotateKeys();
        sandbox.Session = (string)(await ReadAsync(await sandbox.OpenSessionAsync()))["accessToken"]!;
        var after = new JsonWebToken((await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).Bearer);

        Assert.NotEqual(before.Kid, after.Kid);
        Assert.Equal([before.Kid, after.Kid], (await KeysAsync(sandbox)).Select(key => key.Kid));
    }

    [Fact]
    public async Task A_callback_carries_the_headers_of_the_real_one()
    {
        await using var sandbox = await StartAsync();

        var callback = await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));

        Assert.Equal((Hip, "application/json"), (callback.HipId, callback.ContentType));
        Assert.True(Guid.TryParse(callback.CorrelationId, out _));
        Assert.Matches(JavaLocalDateTime(), (string)callback.Body["timestamp"]!);
    }

    [SharedTheory]
    [InlineData(CallPaths.FetchModes, "v05-users-auth-on-fetch-modes-ok.docs.json")]
    [InlineData(CallPaths.Init, "v05-users-auth-on-init-demographics.docs.json")]
    [InlineData(CallPaths.Confirm, "v05-users-auth-on-confirm-link-token-only.docs.json")]
    [InlineData(CallPaths.AddContexts, "v05-links-on-add-contexts-success.seed.json")]
    [InlineData(CallPaths.Notify, "v05-links-context-on-notify-ok.schema.json")]
    public async Task Answers_have_exactly_the_shape_of_the_samples(string path, string sample)
    {
        await using var sandbox = await StartAsync();
        var noNumber = Asha with { Address = "no.number@sbx", AbhaNumber = null };
        sandbox.State.AddAccount(noNumber);
        var body = path switch
        {
            CallPaths.FetchModes => Bodies.FetchModes(noNumber.Address),
            CallPaths.Init => Bodies.Init(Asha.Address),
            CallPaths.Confirm => Bodies.Confirm(await sandbox.TransactionAsync(), Asha),
            _ => Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"),
        };
        var callback = await sandbox.CallAsync(path is CallPaths.Notify ? CallPaths.AddContexts : path, body);
        if (path is CallPaths.Notify) callback = await sandbox.CallAsync(path, Bodies.Notify(Asha.Address, "CC-1"));

        SameShape(sample, callback);
    }

    [SharedFact]
    public async Task Errors_have_exactly_the_shape_of_the_samples()
    {
        await using var sandbox = await StartAsync();
        SameShape("v05-users-auth-on-fetch-modes-error-1437.docs.json", await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes("nobody@sbx")), errorToo: true);
        SameShape("v05-users-auth-on-confirm-error-1441.docs.json", await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(await sandbox.TransactionAsync(), Asha with { Name = "A" })), errorToo: true);

        var token = await sandbox.LinkingTokenAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1"));
        SameShape("v05-links-on-add-contexts-error-1500-token-used-up.derived.json", await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1")), errorToo: true);
        SameShape("v05-links-on-add-contexts-error-1439.seed.json", await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1")), errorToo: true);
    }

    [Fact]
    public async Task What_the_gateway_makes_itself_has_three_keys_and_names_the_bridge()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { GatewayError = true, Message = "Timed out When calling target system" });

        var callback = await sandbox.CallAsync(CallPaths.Init, Bodies.Init(Asha.Address));

        Assert.Equal(["requestId", "error", "resp"], callback.Body.Select(field => field.Key));
        Assert.Equal("bridge_SBX_HRP_PORTAL", callback.HipId);
        Assert.Equal((2500, "Timed out When calling target system"), (callback.ErrorCode, (string?)callback.Body["error"]!["message"]));
    }

    internal static void SameShape(string sample, CaughtCallback callback, bool errorToo = false)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, "samples", sample)))!;
        Assert.Equal((string)file["_meta"]!["path"]!, callback.Path);
        Assert.Equal(Shape(file["body"]), Shape(callback.Body));
        if (errorToo) Assert.Equal(file["body"]!["error"]!.ToJsonString(), callback.Body["error"]!.ToJsonString());
    }

    /// <summary>Names in their order and kinds of values, without the values.</summary>
    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",", fields.Select(field => field.Key + ":" + Shape(field.Value))) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Shape)) + "]",
        null => "null",
        _ => node.GetValueKind().ToString(),
    };

    private static async Task<List<JsonWebKey>> KeysAsync(SandboxHost sandbox) =>
        [.. new JsonWebKeySet(await sandbox.Http.GetStringAsync("/gateway/v0.5/certs")).Keys];

    private static async Task<bool> IsSignedByAsync(JsonWebToken token, SecurityKey key) => (await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = true,
    })).IsValid;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$")]
    private static partial Regex JavaLocalDateTime();
}
