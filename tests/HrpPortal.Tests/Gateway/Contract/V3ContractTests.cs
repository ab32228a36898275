using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway.Contract;

/// <summary>Our requests in v3 against ABDM's official description of linking.</summary>
public sealed class V3ContractTests
{
    private const string Prefix = "/api/hiecm";

    private static readonly Lazy<OpenApi> Hiecm = new(() => new OpenApi(Path.Combine(Repository.Shared, "contract", "hiecm-v3.yaml")));

    private static string MethodOf(GatewayRequest request) => request.Method == HttpMethod.Patch ? "patch" : "post";

    private static IEnumerable<string> MistakesOf(GatewayRequest request) => Hiecm.Value
        .Mistakes(Prefix + request.Path, JsonSerializer.Deserialize<JsonElement>(request.ToJson()!), MethodOf(request)).Select(mistake => $"{request.Path} {mistake}");

    [SharedFact]
    public void Every_request_fits_the_contract() => Assert.Empty(AllMessages.V3.SelectMany(one => MistakesOf(one.Request)));

    [SharedFact]
    public void The_session_fits_the_contract() => Assert.Empty(
        Hiecm.Value.Mistakes(Prefix + GatewayPaths.SessionsV3, JsonSerializer.SerializeToElement(new SessionRequest("id", "secret"), GatewayJson.Wire.SessionRequest)));

    [SharedFact]
    public void Every_request_has_the_headers_that_the_contract_wants()
    {
        foreach (var (_, request) in AllMessages.V3)
        {
            var sent = GatewayHeaders.Of(request, "sbx", new Secret("t")).More.Select(header => header.Key).ToList();
            Assert.Empty(Hiecm.Value.Headers(Prefix + request.Path, MethodOf(request)).Except(sent));
            Assert.Equal(sent.Count, sent.Distinct().Count());
        }
    }

    [SharedFact]
    public void Every_path_of_ours_is_in_the_contract()
    {
        string[] callbacks = [CallbackPaths.OnGenerateToken, CallbackPaths.OnCareContext, CallbackPaths.OnContextNotifyV3, CallbackPaths.OnSmsNotifyV3];
        Assert.DoesNotContain(callbacks, path => !Hiecm.Value.HasPath(path));
        Assert.True(Hiecm.Value.HasPath(Prefix + GatewayPaths.ReadServicesV3));
        Assert.True(Hiecm.Value.HasPath(Prefix + GatewayPaths.ReadServiceV3 + "{serviceId}"));
    }

    [SharedFact]
    public void The_checker_sees_what_is_wrong()
    {
        var body = JsonNode.Parse(Messages.LinkCareContext().ToJson())!;
        body["abhaNumber"] = 12;
        body["abhaAddress"] = "meera-joshi@sbx";
        body["patient"]![0]!["display"] = "Blood & urine";
        body["patient"]![0]!["hiType"] = "PRESCRIPTION";
        body["patient"]![1]!.AsObject().Remove("count");
        body["requestId"] = "x";
        var mistakes = Hiecm.Value.Mistakes(Prefix + GatewayPaths.LinkCareContext, body.Deserialize<JsonElement>());
        Assert.Equal(
            [".abhaAddress", ".patient[0].display", ".patient[0].hiType", ".patient[1].count", ".requestId"],
            mistakes.Select(mistake => mistake.Split(' ')[0]).Order(StringComparer.Ordinal));

        var token = JsonNode.Parse(Messages.GenerateToken().ToJson())!;
        token["abhaNumber"] = 12;
        Assert.Single(Hiecm.Value.Mistakes(Prefix + GatewayPaths.GenerateToken, token.Deserialize<JsonElement>()));
    }
}
