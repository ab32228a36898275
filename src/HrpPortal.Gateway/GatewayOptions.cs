namespace HrpPortal.Gateway;

/// <summary>How to reach the ABDM gateway: section <c>Gateway</c> of the configuration. Checked at start by <see cref="GatewayOptionsValidator"/>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Where <c>/v0.5/…</c> lives, e.g. <c>https://dev.abdm.gov.in/gateway</c>. Required; http only for a loopback host.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Where <c>/v3/…</c> lives, e.g. <c>https://dev.abdm.gov.in/api/hiecm</c>. Optional until a facility speaks v3.</summary>
    public string V3BaseUrl { get; set; } = "";

    /// <summary>Where v0.5 registers the callback URL. Empty: <c>/devservice</c> on the host of <see cref="BaseUrl"/>.</summary>
    public string BridgeUrl { get; set; } = "";

    /// <summary>The facility registry, e.g. <c>https://facilitysbx.abdm.gov.in</c>. Optional: for registering facilities in v3.</summary>
    public string FacilityUrl { get; set; } = "";

    /// <summary>The bridge's client id, as ABDM gave it. Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The bridge's client secret. Required; never logged.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The <c>iss</c> that callback tokens must carry. Empty: not checked (the live value is an old host name and may change).</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that callback tokens must carry. Empty: not checked.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Where the gateway publishes its signing keys. Empty: <c>{BaseUrl}/v0.5/certs</c>.</summary>
    public string JwksUrl { get; set; } = "";

    /// <summary>Seconds to wait for the gateway's answer to one call, 1 to 120.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// Seconds that this machine's clock may be apart from the gateway's before sending stops; ABDM refuses what is a minute late
    /// (protocol §2). 0 never stops it: for a gateway whose Date headers are wrong.
    /// </summary>
    public int ClockToleranceSeconds { get; set; } = 50;

    /// <summary>v0.5 and v3 live on hosts of their own.</summary>
    internal bool HasTwoHosts => Authority(V3BaseUrl) is { } v3 && Authority(BaseUrl) is { } v05 && v3 != v05;

    /// <summary>An address on the host that only v3 has.</summary>
    internal bool IsOfV3(Uri url) => HasTwoHosts && url.Authority == Authority(V3BaseUrl);

    internal Uri UrlOf(string path) => new(BaseUrl.TrimEnd('/') + path);

    /// <summary>Null when the dialect's address is not set.</summary>
    internal Uri? UrlOf(GatewayDialect dialect, string path) =>
        (dialect == GatewayDialect.V3 ? V3BaseUrl : BaseUrl) is { Length: > 0 } url && !string.IsNullOrWhiteSpace(url) ? new Uri(url.TrimEnd('/') + path) : null;

    internal Uri BridgeUrlOf(string path) =>
        new((BridgeUrl is "" ? new Uri(BaseUrl).GetLeftPart(UriPartial.Authority) + "/devservice" : BridgeUrl.TrimEnd('/')) + path);

    internal Uri? FacilityUrlOf(string path) => string.IsNullOrWhiteSpace(FacilityUrl) ? null : new Uri(FacilityUrl.TrimEnd('/') + path);

    private static string? Authority(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : null;

    internal Uri KeysUrl => JwksUrl is "" ? UrlOf(GatewayPaths.Certs) : new Uri(JwksUrl);
}
