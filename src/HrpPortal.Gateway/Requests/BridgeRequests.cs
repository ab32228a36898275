using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

// The bridge: where ABDM calls us back, and the facilities that are served there (protocol §3.2, §7.2). The sandbox's alone, in
// production the facility registry has them. Bodies have no envelope in either dialect; what is read comes in Accepted.Body.

/// <summary>A call about the bridge in v0.5: an id and a time for the log, neither on the wire.</summary>
public abstract record BridgeRequest(Guid RequestId, DateTimeOffset Timestamp) : GatewayRequest(RequestId, Timestamp)
{
    [JsonIgnore]
    public sealed override GatewayDialect Dialect => GatewayDialect.V05;

    internal sealed override IEnumerable<string?> Confidences => [];
}

/// <summary><c>PATCH /v1/bridges</c>: where ABDM shall call. The last one to set it wins, whoever shares the client id.</summary>
/// <param name="Url">Public https, without a path: ABDM appends its own.</param>
public sealed record SetBridgeUrlRequest(Guid RequestId, DateTimeOffset Timestamp, string Url) : BridgeRequest(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.BridgeUrl;

    internal override HttpMethod Method => HttpMethod.Patch;

    internal override Uri? UrlIn(GatewayOptions options) => options.BridgeUrlOf(Path);
}

/// <summary><c>POST /v1/bridges/addUpdateServices</c>: these facilities are served there. The body is the list itself.</summary>
public sealed record SetServicesRequest(Guid RequestId, DateTimeOffset Timestamp, IReadOnlyList<BridgeService> Services)
    : BridgeRequest(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.SetServices;

    internal override byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(Services, GatewayJson.Wire.IReadOnlyListBridgeService);
}

/// <param name="Type"><c>HIP</c></param>
public sealed record BridgeService(string Id, string Name, string Type = "HIP", bool Active = true);

/// <summary><c>GET /v1/bridges/getServices</c>; read the answer with <see cref="BridgeRegistration"/>.</summary>
public sealed record ReadServicesRequest(Guid RequestId, DateTimeOffset Timestamp) : BridgeRequest(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.ReadServices;

    internal override HttpMethod Method => HttpMethod.Get;

    internal override byte[]? ToJson() => null;

    internal override Uri? UrlIn(GatewayOptions options) => options.BridgeUrlOf(Path);
}

/// <summary><c>PATCH /gateway/v3/bridge/url</c></summary>
public sealed record SetBridgeUrlV3Request(Guid RequestId, DateTimeOffset Timestamp, string Url) : GatewayV3Request(RequestId, Timestamp, null)
{
    internal override string Call => GatewayPaths.BridgeUrlV3;

    internal override HttpMethod Method => HttpMethod.Patch;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>GET /gateway/v3/bridge-services</c>; read the answer with <see cref="BridgeRegistration"/>.</summary>
public sealed record ReadServicesV3Request(Guid RequestId, DateTimeOffset Timestamp) : GatewayV3Request(RequestId, Timestamp, null)
{
    internal override string Call => GatewayPaths.ReadServicesV3;

    internal override HttpMethod Method => HttpMethod.Get;

    internal override byte[]? ToJson() => null;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary><c>GET /gateway/v3/bridge-service/serviceId/{id}</c>: one facility; 404 when no bridge has it.</summary>
public sealed record ReadServiceV3Request(Guid RequestId, DateTimeOffset Timestamp, string ServiceId) : GatewayV3Request(RequestId, Timestamp, null)
{
    internal override string Call => GatewayPaths.ReadServiceV3 + Uri.EscapeDataString(ServiceId);

    internal override HttpMethod Method => HttpMethod.Get;

    internal override byte[]? ToJson() => null;

    internal override IEnumerable<string?> Confidences => [];
}

/// <summary>
/// <c>POST /v1/bridges/MutipleHRPAddUpdateServices</c> at the facility registry (protocol §7.2), spelled so: this facility is served
/// by that bridge.
/// </summary>
/// <param name="FacilityId">Of the health facility registry: IN and ten digits.</param>
public sealed record SetServicesV3Request(
    Guid RequestId,
    DateTimeOffset Timestamp,
    string FacilityId,
    string FacilityName,
    [property: JsonPropertyName("HRP")] IReadOnlyList<FacilityBridge> Services) : GatewayV3Request(RequestId, Timestamp, null)
{
    internal override string Call => GatewayPaths.SetServicesV3;

    internal override IEnumerable<string?> Confidences => [];

    internal override string SettingOfUrl => nameof(GatewayOptions.FacilityUrl);

    internal override Uri? UrlIn(GatewayOptions options) => options.FacilityUrlOf(Path);
}

/// <param name="BridgeId">The client id.</param>
/// <param name="HipName">At most 15 letters, digits and spaces.</param>
public sealed record FacilityBridge(string BridgeId, string HipName, string Type = "HIP", bool Active = true);
