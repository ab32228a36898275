using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class GatewayContractTests
{
    [Theory]
    [InlineData(CallPaths.FetchModes, "query", null)]
    [InlineData(CallPaths.FetchModes, "query.id", null)]
    [InlineData(CallPaths.FetchModes, "query.purpose", "\"DISCOVER\"")]
    [InlineData(CallPaths.FetchModes, "query.authMode", "\"DEMOGRAPHICS\"")]
    [InlineData(CallPaths.FetchModes, "query.requester.type", "\"hip\"")]
    [InlineData(CallPaths.Init, "query.authMode", "\"PASSWORD\"")]
    [InlineData(CallPaths.Init, "query.authMode", "null")]
    [InlineData(CallPaths.Init, "query.requester.id", "7")]
    [InlineData(CallPaths.Init, "query.requester.name", "\"x\"")]
    [InlineData(CallPaths.Confirm, "transactionId", "\"\"")]
    [InlineData(CallPaths.Confirm, "credential.authCode", "\"123456\"")]
    [InlineData(CallPaths.Confirm, "credential.demographic", null)]
    [InlineData(CallPaths.Confirm, "credential.demographic.gender", "\"Female\"")]
    [InlineData(CallPaths.Confirm, "credential.demographic.dateOfBirth", "\"1986\"")]
    [InlineData(CallPaths.Confirm, "credential.demographic.dateOfBirth", "\"14-03-1986\"")]
    [InlineData(CallPaths.Confirm, "credential.demographic.dateOfBirth", "\"1986-02-30\"")]
    [InlineData(CallPaths.Confirm, "credential.demographic.identifier", "{\"type\":\"AADHAAR\",\"value\":\"1\"}")]
    [InlineData(CallPaths.AddContexts, "link.accessToken", null)]
    [InlineData(CallPaths.AddContexts, "link.patient.display", "\" \"")]
    [InlineData(CallPaths.AddContexts, "link.patient.careContexts", "[]")]
    [InlineData(CallPaths.AddContexts, "link.patient.careContexts", "{}")]
    [InlineData(CallPaths.AddContexts, "link.patient.careContexts", "[{\"referenceNumber\":\"CC-1\"}]")]
    [InlineData(CallPaths.AddContexts, "link.patient.careContexts", "[{\"referenceNumber\":\"CC-1\",\"display\":\"d\",\"hiType\":\"Prescription\"}]")]
    [InlineData(CallPaths.AddContexts, "link.patient.careContexts", "[{\"referenceNumber\":\"CC-1\",\"display\":\"d\"},{\"referenceNumber\":\"CC-1\",\"display\":\"e\"}]")]
    [InlineData(CallPaths.Notify, "notification.hiTypes", "[\"PRESCRIPTION\"]")]
    [InlineData(CallPaths.Notify, "notification.hiTypes", "[]")]
    [InlineData(CallPaths.Notify, "notification.date", "\"yesterday\"")]
    [InlineData(CallPaths.Notify, "notification.hip.id", "1000010")]
    [InlineData(CallPaths.Notify, "notification.careContext.patientReference", null)]
    [InlineData(CallPaths.Init, "requestId", null)]
    [InlineData(CallPaths.Init, "requestId", "\"\"")]
    [InlineData(CallPaths.Init, "requestId", "\"42\"")]
    [InlineData(CallPaths.Init, "timestamp", null)]
    [InlineData(CallPaths.Init, "timestamp", "\"\"")]
    [InlineData(CallPaths.Init, "timestamp", "1700000000")]
    public async Task A_body_outside_the_contract_is_refused(string path, string field, string? value)
    {
        await using var sandbox = await StartAsync();
        var body = sandbox.Enveloped(Good(path));
        var steps = field.Split('.');
        var holder = steps[..^1].Aggregate((JsonNode)body, (node, step) => node[step]!).AsObject();
        holder.Remove(steps[^1]);
        if (value is not null) holder[steps[^1]] = JsonNode.Parse(value);

        var (status, code, message) = await RefusalAsync(await sandbox.PostTextAsync(path, body.ToJsonString()));

        Assert.Equal((HttpStatusCode.BadRequest, 2500), (status, code));
        Assert.Contains(steps[^1], message);
        Assert.Empty(sandbox.State.Callbacks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"requestId\":\"a\",\"requestId\":\"b\"}")]
    public async Task What_is_no_readable_object_is_refused(string body)
    {
        await using var sandbox = await StartAsync();

        var (status, code, _) = await RefusalAsync(await sandbox.PostTextAsync(CallPaths.Init, body));

        Assert.Equal((HttpStatusCode.BadRequest, 2500), (status, code));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.InternalServerError, "No mapping found for X-CM-ID")]
    [InlineData("ncg", HttpStatusCode.InternalServerError, "No mapping found for X-CM-ID")]
    [InlineData("abdm", HttpStatusCode.BadRequest, "X-CM-ID is not the domain of the patient's address")]
    public async Task X_cm_id_must_be_known_and_fit_the_address(string? manager, HttpStatusCode status, string message)
    {
        await using var sandbox = await StartAsync();
        JsonObject[] bodies =
        [
            Bodies.Init(Asha.Address),
            Bodies.Confirm(await sandbox.TransactionAsync(), Asha),
            Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"),
            Bodies.Notify(Asha.Address, "CC-1"),
        ];
        string[] paths = [CallPaths.Init, CallPaths.Confirm, CallPaths.AddContexts, CallPaths.Notify];

        foreach (var (path, body) in paths.Zip(bodies))
        {
            var refusal = await RefusalAsync(await sandbox.PostAsync(path, body, manager));
            Assert.Equal((status, 2500), (refusal.Status, refusal.Code));
            Assert.EndsWith(message, refusal.Message);
        }
    }

    [SharedTheory]
    [InlineData(CallPaths.FetchModes, "v05-users-auth-fetch-modes-request.docs.json")]
    [InlineData(CallPaths.Init, "v05-users-auth-init-request-demographics.docs.json")]
    [InlineData(CallPaths.Init, "v05-users-auth-init-request-mobile-otp.docs.json")]
    [InlineData(CallPaths.Confirm, "v05-users-auth-confirm-request-demographic.docs.json")]
    [InlineData(CallPaths.Confirm, "v05-users-auth-confirm-request-otp.docs.json")]
    [InlineData(CallPaths.AddContexts, "v05-links-add-contexts-request.seed.json")]
    [InlineData(CallPaths.AddContexts, "v05-links-add-contexts-request.postman-2023.json")]
    [InlineData(CallPaths.Notify, "v05-links-context-notify-request.schema.json")]
    public async Task Every_official_sample_passes_the_door(string path, string sample)
    {
        await using var sandbox = await StartAsync();
        var body = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, "samples", sample)))!["body"]!.DeepClone().AsObject();
        body.Remove("requestId");
        body.Remove("timestamp");

        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(path, body)).StatusCode);
    }

    [Fact]
    public async Task The_202_is_empty_and_carries_a_correlation_id()
    {
        await using var sandbox = await StartAsync();

        using var response = await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));

        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.True(Guid.TryParse(response.Headers.GetValues("CORRELATION-ID").Single(), out _));
    }

    private static JsonObject Good(string path) => path switch
    {
        CallPaths.FetchModes => Bodies.FetchModes(Asha.Address),
        CallPaths.Init => Bodies.Init(Asha.Address),
        CallPaths.Confirm => Bodies.Confirm("t", Asha),
        CallPaths.AddContexts => Bodies.AddContexts("a.b.c", "CC-1"),
        _ => Bodies.Notify(Asha.Address, "CC-1"),
    };
}
