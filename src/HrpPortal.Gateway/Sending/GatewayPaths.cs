namespace HrpPortal.Gateway;

/// <summary>Where our calls go: v0.5 below <see cref="GatewayOptions.BaseUrl"/>, v3 below <see cref="GatewayOptions.V3BaseUrl"/>.</summary>
public static class GatewayPaths
{
    public const string Sessions = "/v0.5/sessions";
    public const string Certs = "/v0.5/certs";
    public const string FetchModes = "/v0.5/users/auth/fetch-modes";
    public const string Init = "/v0.5/users/auth/init";
    public const string Confirm = "/v0.5/users/auth/confirm";
    public const string AddContexts = "/v0.5/links/link/add-contexts";
    public const string ContextNotify = "/v0.5/links/context/notify";
    public const string SmsNotify = "/v0.5/patients/sms/notify2";

    public const string SessionsV3 = "/gateway/v3/sessions";
    public const string GenerateToken = "/v3/token/generate-token";
    public const string LinkCareContext = "/hip/v3/link/carecontext";
    public const string ContextNotifyV3 = "/hip/v3/link/context/notify";
    public const string SmsNotifyV3 = "/hip/v3/link/patient/links/sms/notify2";

    internal static bool IsV3(string path) => path.Contains("/v3/", StringComparison.Ordinal);
}
