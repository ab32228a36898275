using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway.Contract;

/// <summary>Our requests against ABDM's official OpenAPI documents of v0.5: the gateway's, and the one written for HIPs.</summary>
public sealed class ContractTests
{
    private static readonly Lazy<OpenApi> Gateway = new(() => new OpenApi(Path.Combine(Repository.Shared, "contract", "gateway-v0.5.yaml")));
    private static readonly Lazy<OpenApi> Hip = new(() => new OpenApi(Path.Combine(Repository.Shared, "contract", "gateway-v0.5-hip.yaml")));

    private static JsonElement Json(GatewayRequest request) => JsonSerializer.Deserialize<JsonElement>(request.ToJson()!);

    private static IEnumerable<(string Path, JsonElement Body)> Requests =>
    [
        .. AllMessages.V05.Select(one => (one.Request.Path, Json(one.Request))),
        (GatewayPaths.Sessions, JsonSerializer.SerializeToElement(new SessionRequest("id", "secret"), GatewayJson.Wire.SessionRequest)),
    ];

    [SharedFact]
    public void Every_request_fits_the_gateways_contract() =>
        Assert.Empty(
            from request in Requests
            where request.Path != GatewayPaths.SmsNotify // In the HIP's document only.
            from mistake in Gateway.Value.Mistakes(request.Path, request.Body)
            select $"{request.Path} {mistake}");

    [SharedFact]
    public void Every_request_fits_the_HIP_contract_where_that_is_complete() => Assert.Equal(
        [
            // Left out of that document by oversight: the gateway's has both, and the documentation's samples use them.
            $"{GatewayPaths.Confirm} .credential.demographic is unknown",
            $"{GatewayPaths.Sessions} .grantType is unknown",
        ],
        Requests.SelectMany(request => Hip.Value.Mistakes(request.Path, request.Body).Select(mistake => $"{request.Path} {mistake}")));

    [SharedFact]
    public void Every_path_of_ours_is_in_the_contract()
    {
        string[] paths =
        [
            .. Requests.Select(request => request.Path), GatewayPaths.Certs,
            CallbackPaths.OnFetchModes, CallbackPaths.OnInit, CallbackPaths.OnConfirm, CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify,
            CallbackPaths.OnSmsNotify, .. AbdmCalls.All.Where(path => AbdmCalls.DialectOf(path) == GatewayDialect.V05),
        ];
        Assert.DoesNotContain(paths, path => path != GatewayPaths.SmsNotify && !Gateway.Value.HasPath(path));
        Assert.DoesNotContain(paths, path => !Hip.Value.HasPath(path));
    }

    [SharedFact]
    public void Our_golden_callbacks_fit_the_contract()
    {
        (string File, string Path)[] callbacks =
        [
            ("on-add-contexts-success", CallbackPaths.OnAddContexts), ("on-notify-success", CallbackPaths.OnContextNotify),
            ("on-fetch-modes", CallbackPaths.OnFetchModes), ("on-init", CallbackPaths.OnInit), ("on-confirm-link", CallbackPaths.OnConfirm),
        ];
        foreach (var (file, path) in callbacks)
        {
            var golden = Path.Combine(Repository.Root, "tests", "HrpPortal.Tests", "Gateway", "Golden", file + ".json");
            var mistakes = Gateway.Value.Mistakes(path, WithoutNulls(JsonNode.Parse(File.ReadAllText(golden))!).Deserialize<JsonElement>());

            // The live gateway writes six digits and no Z, whatever its contract says (protocol §2).
            Assert.Equal([".timestamp is not a UTC time with milliseconds"], mistakes);
        }
    }

    [SharedFact]
    public void The_checker_sees_what_is_wrong()
    {
        var body = JsonNode.Parse(Messages.Init().ToJson())!.AsObject();
        body["requestId"] = "no-uuid";
        body["timestamp"] = "2031-05-04T09:00:05+05:30";
        body["query"]!["purpose"] = "FUN";
        body["query"]!.AsObject().Remove("id");
        body["query"]!["requester"]!["id"] = 7;
        body["extra"] = true;
        Assert.Equal(
            [
                ".requestId is not a UUID", ".timestamp is not a UTC time with milliseconds", ".query.id is missing",
                ".query.purpose is FUN, which is not in the enum", ".query.requester.id is Number, not string", ".extra is unknown",
            ],
            Gateway.Value.Mistakes(GatewayPaths.Init, body.Deserialize<JsonElement>()));
    }

    private static JsonNode WithoutNulls(JsonNode node)
    {
        if (node is not JsonObject members)
            return node;
        foreach (var (name, value) in members.ToList())
        {
            if (value is null)
                members.Remove(name);
            else
                WithoutNulls(value);
        }

        return node;
    }
}
