using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;
using static HrpPortal.Tests.Sandbox.SandboxHost;
using static HrpPortal.Tests.Sandbox.V3Caller;

namespace HrpPortal.Tests.Sandbox;

/// <summary>What v3 refuses at its door, and in which of its many shapes (protocol §7.1).</summary>
public sealed class V3ContractTests
{
    private const string Denied = "Access Denied";

    [Theory]
    [InlineData("REQUEST-ID", CallPaths.GenerateToken)]
    [InlineData("TIMESTAMP", CallPaths.GenerateToken)]
    [InlineData("X-CM-ID", CallPaths.GenerateToken)]
    [InlineData("X-HIP-ID", CallPaths.GenerateToken)]
    [InlineData("X-HIP-ID", CallPaths.LinkCareContext)]
    [InlineData("X-LINK-TOKEN", CallPaths.LinkCareContext)]
    [InlineData("X-HIP-ID", CallPaths.NotifyV3)]
    [InlineData("X-CM-ID", CallPaths.SessionsV3)]
    [InlineData("X-CM-ID", CallPaths.CertsV3)]
    public async Task Without_a_header_access_is_denied_in_plain_text(string header, string path)
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox) { LinkToken = "a.b.c" };
        var id = header == "REQUEST-ID" ? "" : null;
        if (header == "TIMESTAMP") caller.Timestamp = "";
        if (header == "X-CM-ID") caller.Manager = null;
        if (header == "X-HIP-ID") caller.Hip = null;
        if (header == "X-LINK-TOKEN") caller.LinkToken = null;

        using var response = path == CallPaths.CertsV3 ? await caller.SendAsync(HttpMethod.Get, path, null, id) : await caller.PostAsync(path, Good(path), id);

        Assert.Equal((HttpStatusCode.Forbidden, Denied, "text/plain"), (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("ncg")]
    [InlineData("SBX")]
    public async Task A_consent_manager_that_nobody_knows_is_denied(string manager)
    {
        await using var sandbox = await StartAsync();

        using var response = await new V3Caller(sandbox) { Manager = manager }.PostAsync(CallPaths.GenerateToken, TokenBody());

        Assert.Equal((HttpStatusCode.Forbidden, Denied), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("2031-05-04T08:58:59.000Z")]
    [InlineData("2031-05-04T09:09:00.000Z")]
    [InlineData("2031-05-04T14:30:00.000+05:30")]
    [InlineData("2031-05-04T09:00:00Z")]
    [InlineData("2031-05-04T09:00:00.000")]
    [InlineData("2031-05-04T09:00:00.000000Z")]
    [InlineData("yesterday")]
    public async Task A_time_stamp_has_milliseconds_and_Z_and_is_of_now(string timestamp)
    {
        await using var sandbox = await StartAsync();

        Assert.Equal((400, "ABDM-1016", "Invalid TimeStamp"), await ErrorAsync(await new V3Caller(sandbox) { Timestamp = timestamp }.PostAsync(CallPaths.GenerateToken, TokenBody())));
    }

    [Fact]
    public async Task Other_wrong_headers_have_their_codes()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal((400, "ABDM-1030", "Invalid request ID"), await ErrorAsync(await new V3Caller(sandbox).PostAsync(CallPaths.GenerateToken, TokenBody(), "42")));
        Assert.Equal((400, "ABDM-1032", "Invalid header"), await ErrorAsync(await new V3Caller(sandbox) { Manager = "abdm" }.PostAsync(CallPaths.GenerateToken, TokenBody())));
        Assert.Equal((400, "ABDM-1035", "Invalid HIP ID"), await ErrorAsync(await new V3Caller(sandbox) { Hip = "SOME-HIP" }.PostAsync(CallPaths.GenerateToken, TokenBody())));
    }

    [Theory]
    [InlineData(null, "900902")]
    [InlineData("nonsense", "900901")]
    public async Task Without_a_session_the_API_manager_answers(string? session, string code)
    {
        await using var sandbox = await StartAsync();
        sandbox.Session = session;

        using var response = await new V3Caller(sandbox).PostAsync(CallPaths.GenerateToken, TokenBody());

        var body = await ReadAsync(response);
        Assert.Equal((HttpStatusCode.Unauthorized, code), (response.StatusCode, (string?)body["code"]));
        Assert.Equal(["code", "message", "description"], body.Select(one => one.Key));
    }

    /// <summary>What the reader of the service cannot read has an empty answer; what its rules refuse names the field.</summary>
    [Theory]
    [InlineData(CallPaths.GenerateToken, "abhaNumber", "\"91-9836-9006-0261\"", null)]
    [InlineData(CallPaths.GenerateToken, "abhaNumber", "9198369006026", "abhaNumber")]
    [InlineData(CallPaths.GenerateToken, "abhaAddress", null, "abhaAddress")]
    [InlineData(CallPaths.GenerateToken, "abhaAddress", "null", "abhaAddress")]
    [InlineData(CallPaths.GenerateToken, "abhaAddress", "\"asha rao@sbx\"", "abhaAddress")]
    [InlineData(CallPaths.GenerateToken, "name", "\"आशा\"", "name")]
    [InlineData(CallPaths.GenerateToken, "name", "\"Asha 2\"", "name")]
    [InlineData(CallPaths.GenerateToken, "gender", "\"female\"", "gender")]
    [InlineData(CallPaths.GenerateToken, "yearOfBirth", "\"1986\"", null)]
    [InlineData(CallPaths.GenerateToken, "yearOfBirth", "1899", "yearOfBirth")]
    [InlineData(CallPaths.GenerateToken, "mobile", "\"9735468487\"", "mobile")]
    [InlineData(CallPaths.LinkCareContext, "abhaNumber", "\"91-9836-9006-0261\"", null)]
    [InlineData(CallPaths.LinkCareContext, "patient", "{}", null)]
    [InlineData(CallPaths.LinkCareContext, "patient.0.hiType", "[\"Prescription\"]", null)]
    [InlineData(CallPaths.LinkCareContext, "patient.0.hiType", "\"PRESCRIPTION\"", "patient[0].hiType")]
    [InlineData(CallPaths.LinkCareContext, "patient.0.hiType", null, "patient[0].hiType")]
    [InlineData(CallPaths.LinkCareContext, "patient.0.hiTypes", "\"Prescription\"", "patient[0].hiTypes")]
    [InlineData(CallPaths.LinkCareContext, "patient.0.count", "\"1\"", null)]
    [InlineData(CallPaths.LinkCareContext, "patient.0.count", null, "patient[0].count")]
    [InlineData(CallPaths.LinkCareContext, "patient.0.display", null, "patient[0].display")]
    [InlineData(CallPaths.NotifyV3, "notification.hiTypes", "\"Prescription\"", null)]
    [InlineData(CallPaths.NotifyV3, "notification.hiTypes", "[]", "notification.hiTypes")]
    [InlineData(CallPaths.NotifyV3, "notification.date", "\"yesterday\"", "notification.date")]
    [InlineData(CallPaths.NotifyV3, "notification.hip", null, "notification.hip")]
    public async Task A_body_outside_the_contract_is_refused(string path, string field, string? value, string? named)
    {
        await using var sandbox = await StartAsync();
        var body = Good(path);
        var steps = field.Split('.');
        var holder = steps[..^1].Aggregate((JsonNode)body, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!).AsObject();
        holder.Remove(steps[^1]);
        if (value is not null) holder[steps[^1]] = JsonNode.Parse(value);

        using var response = await new V3Caller(sandbox) { LinkToken = "a.b.c" }.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        if (named is null) Assert.Equal("", text);
        else Assert.Equal([named, "timestamp"], JsonNode.Parse(text)!.AsObject().Select(one => one.Key));
        Assert.Empty(sandbox.State.Callbacks);
    }

    [Fact]
    public async Task A_missing_body_has_its_code_and_an_unreadable_one_none()
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox);

        Assert.Equal((400, "ABDM-1064", "Request body was missing"), await ErrorAsync(await caller.SendAsync(HttpMethod.Post, CallPaths.GenerateToken, "")));
        foreach (var text in new[] { "{", "[]", "null" })
        {
            using var response = await caller.SendAsync(HttpMethod.Post, CallPaths.GenerateToken, text);
            Assert.Equal((HttpStatusCode.BadRequest, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task A_session_and_the_keys_come_by_v3_as_well()
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox);

        var session = await ReadAsync(await caller.PostAsync(CallPaths.SessionsV3, Good(CallPaths.SessionsV3)));
        Assert.Equal((1200, "bearer"), ((int)session["expiresIn"]!, (string)session["tokenType"]!));
        sandbox.Session = (string)session["accessToken"]!;
        Assert.NotEmpty((await ReadAsync(await caller.SendAsync(HttpMethod.Get, CallPaths.CertsV3, null)))["keys"]!.AsArray());
        Assert.NotNull(await caller.TokenAsync());

        var stranger = Good(CallPaths.SessionsV3);
        stranger["clientSecret"] = "guessed";
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.PostAsync(CallPaths.SessionsV3, stranger)).StatusCode);
        sandbox.Session = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.SendAsync(HttpMethod.Get, CallPaths.CertsV3, null)).StatusCode);
    }

    [SharedTheory]
    [InlineData(CallPaths.GenerateToken, "v3-generate-token-request.postman.json")]
    [InlineData(CallPaths.LinkCareContext, "v3-link-carecontext-request-single.current.json")]
    [InlineData(CallPaths.NotifyV3, "v3-link-context-notify-request.postman.json")]
    public async Task Every_official_sample_is_read(string path, string sample)
    {
        await using var sandbox = await StartAsync();
        var text = File.ReadAllText(Path.Combine(Repository.Shared, "samples", sample)).Replace("{{$isoTimestamp}}", "2031-05-04T09:00:00.000Z", StringComparison.Ordinal)
            .Replace("{{hip-id}}", Hip, StringComparison.Ordinal);

        using var response = await new V3Caller(sandbox) { LinkToken = "a.b.c" }.PostAsync(path, JsonNode.Parse(text)!["body"]!.DeepClone().AsObject());

        // The sample's token is cut off, its patient unknown: refused for that, and not for its form.
        Assert.Contains(response.StatusCode == HttpStatusCode.Accepted ? "" : (await ErrorAsync(response)).Code, new[] { "", "ABDM-1066" });
    }

    internal static async Task<(int Status, string Code, string Message)> ErrorAsync(HttpResponseMessage response)
    {
        var error = (await ReadAsync(response))["error"]!;
        return ((int)response.StatusCode, (string)error["code"]!, (string)error["message"]!);
    }

    private static JsonObject Good(string path) => path switch
    {
        CallPaths.GenerateToken => TokenBody(),
        CallPaths.LinkCareContext => LinkBody(Group("Prescription", "CC-1")),
        CallPaths.SessionsV3 => new() { ["clientId"] = "SBX_HRP_PORTAL", ["clientSecret"] = "sandbox-only", ["grantType"] = "client_credentials" },
        _ => Bodies.Notify(Asha.Address, "CC-1"),
    };
}
