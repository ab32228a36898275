namespace HrpPortal.Gateway;

/// <summary>
/// Where ABDM calls of its own accord, below the bridge's callback URL. In v0.5 the body's requestId is what an answer must name, in
/// v3 the header REQUEST-ID. Each is to be answered 2xx within 5 seconds and acted upon later (protocol §2, §6).
/// </summary>
public static class AbdmCalls
{
    public const string AuthNotify = "/v0.5/users/auth/notify";
    public const string PatientStatusNotify = "/v0.5/patients/status/notify";
    public const string Discover = "/v0.5/care-contexts/discover";
    public const string LinkInit = "/v0.5/links/link/init";
    public const string LinkConfirm = "/v0.5/links/link/confirm";
    public const string Share = "/v0.5/patients/profile/share";
    public const string ShareV1 = "/v1.0/patients/profile/share";
    public const string ConsentNotify = "/v0.5/consents/hip/notify";
    public const string DataRequest = "/v0.5/health-information/hip/request";

    public const string DiscoverV3 = "/api/v3/hip/patient/care-context/discover";
    public const string LinkInitV3 = "/api/v3/hip/link/care-context/init";
    public const string LinkConfirmV3 = "/api/v3/hip/link/care-context/confirm";
    public const string ShareV3 = "/api/v3/hip/patient/share";
    public const string ConsentNotifyV3 = "/api/v3/consent/request/hip/notify";
    public const string DataRequestV3 = "/api/v3/hip/health-information/request";

    public static IReadOnlyList<string> All { get; } =
    [
        AuthNotify, PatientStatusNotify, Discover, LinkInit, LinkConfirm, Share, ShareV1, ConsentNotify, DataRequest,
        DiscoverV3, LinkInitV3, LinkConfirmV3, ShareV3, ConsentNotifyV3, DataRequestV3,
    ];

    /// <summary>The dialect of a path of ours, of this class or of <see cref="CallbackPaths"/>.</summary>
    public static GatewayDialect DialectOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("/api/v3/", StringComparison.Ordinal) ? GatewayDialect.V3 : GatewayDialect.V05;
    }
}
