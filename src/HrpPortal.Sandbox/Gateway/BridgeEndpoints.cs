using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.V3;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Where callbacks go and for which facilities, as a client registers it: three services in v0.5, two in v3 (protocol §3.2, §7.2). The last writer wins.</summary>
internal sealed class BridgeEndpoints(GatewayDoor door, V3Dialect v3, Facilities facilities, Journal journal, GatewayClock clock, SandboxOptions options)
{
    private static readonly Rule Services = Rules.ListOf(Rules.Object(
        new("id", Rules.Text), new("name", Rules.Text), new("type", Rules.OneOf("HIP", "HIU", "HEALTH_LOCKER")), new("active", Flag)));

    private static readonly Rule FacilityLinks = Rules.Object(
        new("facilityId", Rules.Text), new("facilityName", Rules.Text),
        new("HRP", Rules.ListOf(Rules.Object(new("bridgeId", Rules.Text), new("hipName", ShortName), new("type", Rules.OneOf("HIP", "HIU")), new("active", Flag)))));

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPatch("/devservice/v1/bridges", http => OldAsync(http, body => Register(body) ? null : Verdict.Refused(400, 2505, "Invalid bridge registry request")));
        app.MapMethods("/gateway/v1/bridges/addUpdateServices", ["POST", "PUT"], http => OldAsync(http, AddServices));
        app.MapMethods("/devservice/v1/bridges/addUpdateServices", ["POST", "PUT"], http => OldAsync(http, AddServices));
        app.MapGet("/devservice/v1/bridges/getServices", http => OldAsync(http, _ => Json(Bridge())));
        app.MapPatch("/api/hiecm/gateway/v3/bridge/url", http =>
            NewAsync(http, body => Register(body) ? Verdict.Refused(202, (Reply?)null) : V3Refusals.Error("ABDM-1006", "Bad Request, invalid request Body")));
        app.MapGet("/api/hiecm/gateway/v3/bridge-services", http => NewAsync(http, _ => Json(Bridge())));
        app.MapGet("/api/hiecm/gateway/v3/bridge-service/serviceId/{id}", http => NewAsync(http, _ => Service(http.Request.RouteValues["id"]!.ToString()!)));

        // Another host in the real world; spelled so there.
        app.MapPost("/v1/bridges/MutipleHRPAddUpdateServices", http => OldAsync(http, LinkFacility));
    }

    /// <param name="act">What is to be answered when it is not an empty 200.</param>
    private async Task OldAsync(HttpContext http, Func<JsonElement?, Verdict?> act)
    {
        var body = await ReadAsync(http);
        var verdict = await door.ClientAsync(http.Request) is null ? Verdict.Refused(401, 2401, "Invalid bearer token.") : act(body);
        await EndAsync(http, verdict, body, http.Request.Path);
    }

    private async Task NewAsync(HttpContext http, Func<JsonElement?, Verdict> act)
    {
        var body = await ReadAsync(http);
        await EndAsync(http, (await v3.EnterAsync(http.Request)).Refusal ?? act(body), body, http.Request.Path.Value![v3.Prefix.Length..]);
    }

    private async Task EndAsync(HttpContext http, Verdict? verdict, JsonElement? body, string path)
    {
        var end = verdict ?? Verdict.Refused(200, (Reply?)null);
        journal.Add(new ReceivedRequest(v3.RequestId(http.Request, body), path, clock.GetUtcNow(), body?.GetRawText() ?? "", end.Status) { Headers = WireHeaders.Of(http.Request) });
        await Forwarding.WriteAsync(http.Response, end);
    }

    private static async Task<JsonElement?> ReadAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return GatewayDoor.Parse(await reader.ReadToEndAsync(http.RequestAborted));
    }

    private bool Register(JsonElement? body)
    {
        if (!Uri.TryCreate(body?.TextOrNull("url"), UriKind.Absolute, out var bridge) || bridge.Scheme is not ("http" or "https")) return false;
        journal.BridgeUrl = bridge.ToString().TrimEnd('/');
        return true;
    }

    private Verdict? AddServices(JsonElement? body)
    {
        if (body is not { } list || Services(list, "services") is not null) return Verdict.Refused(400, 2506, "Invalid bridge service request");
        foreach (var one in list.EnumerateArray())
            facilities.Put(new Facility(one.Text("id"), one.Text("name"), one.Text("type"), one.GetProperty("active").GetBoolean(), clock.GetUtcNow()));
        return null;
    }

    private Verdict? LinkFacility(JsonElement? body)
    {
        if (body is not { } link || FacilityLinks(link, "") is not null || link.GetProperty("HRP").EnumerateArray().Any(one => one.Text("bridgeId") != options.ClientId))
            return Verdict.Refused(400, 2506, "Invalid bridge service request");
        foreach (var one in link.GetProperty("HRP").EnumerateArray())
            facilities.Put(new Facility(link.Text("facilityId"), one.Text("hipName"), one.Text("type"), one.GetProperty("active").GetBoolean(), clock.GetUtcNow()));
        return null;
    }

    private JsonObject Bridge() => new()
    {
        ["bridge"] = new JsonObject { ["id"] = options.ClientId, ["name"] = options.ClientId, ["url"] = journal.BridgeUrl, ["active"] = true, ["blocklisted"] = false },
        ["services"] = new JsonArray([.. facilities.Registered.Select(one => new JsonObject
        {
            ["id"] = one.Id, ["name"] = one.Name, ["types"] = new JsonArray(one.Type), ["endpoints"] = new JsonObject(), ["active"] = one.IsActive,
        })]),
    };

    private Verdict Service(string id)
    {
        if (facilities.Registered.FirstOrDefault(one => one.Id == id) is not { } found)
        {
            var none = new JsonObject { ["code"] = "404", ["type"] = "Status report", ["message"] = "Runtime Error", ["description"] = "No matching resource found for given API Request" };
            return Verdict.Refused(404, new Reply("application/json", none.ToJsonString()));
        }

        var since = found.Since!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return Json(new JsonObject
        {
            ["id"] = facilities.Registered.ToList().IndexOf(found) + 1, ["bridgeId"] = options.ClientId, ["serviceId"] = found.Id, ["name"] = found.Name, ["isHip"] = found.Type is "HIP",
            ["isHiu"] = found.Type is "HIU", ["isPhr"] = false, ["endpoints"] = new JsonObject(), ["active"] = found.IsActive,
            ["registerTime"] = since, ["dateCreated"] = since, ["dateModified"] = since,
        });
    }

    private static Verdict Json(JsonObject body) => Verdict.Refused(200, new Reply("application/json", body.ToJsonString()));

    private static string? Flag(JsonElement value, string at) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{at} must be true or false";

    /// <summary>At most 15 characters, none of them special (protocol §7.2).</summary>
    private static string? ShortName(JsonElement value, string at) =>
        Rules.Text(value, at) ?? (value.GetString()!.Length <= 15 && value.GetString()!.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == ' ') ? null : $"{at} is too long or has special characters");
}
