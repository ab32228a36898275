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

    public const string AuthOnNotify = "/v0.5/users/auth/on-notify";
    public const string PatientStatusOnNotify = "/v0.5/patients/status/on-notify";
    public const string OnDiscover = "/v0.5/care-contexts/on-discover";
    public const string LinkOnInit = "/v0.5/links/link/on-init";
    public const string LinkOnConfirm = "/v0.5/links/link/on-confirm";
    public const string OnShare = "/v0.5/patients/profile/on-share";
    public const string OnShareV1 = "/v1.0/patients/profile/on-share";
    public const string ConsentOnNotify = "/v0.5/consents/hip/on-notify";
    public const string DataOnRequest = "/v0.5/health-information/hip/on-request";
    public const string BridgeUrl = "/v1/bridges";
    public const string SetServices = "/v1/bridges/addUpdateServices";
    public const string ReadServices = "/v1/bridges/getServices";

    public const string CertsV3 = "/gateway/v3/certs";
    public const string SessionsV3 = "/gateway/v3/sessions";
    public const string GenerateToken = "/v3/token/generate-token";
    public const string LinkCareContext = "/hip/v3/link/carecontext";
    public const string ContextNotifyV3 = "/hip/v3/link/context/notify";
    public const string SmsNotifyV3 = "/hip/v3/link/patient/links/sms/notify2";
    public const string OnDiscoverV3 = "/user-initiated-linking/v3/patient/care-context/on-discover";
    public const string LinkOnInitV3 = "/user-initiated-linking/v3/link/care-context/on-init";
    public const string LinkOnConfirmV3 = "/user-initiated-linking/v3/link/care-context/on-confirm";
    public const string OnShareV3 = "/patient-share/v3/on-share";
    public const string ConsentOnNotifyV3 = "/consent/v3/request/hip/on-notify";
    public const string DataOnRequestV3 = "/data-flow/v3/health-information/hip/on-request";
    public const string BridgeUrlV3 = "/gateway/v3/bridge/url";
    public const string ReadServicesV3 = "/gateway/v3/bridge-services";
    public const string ReadServiceV3 = "/gateway/v3/bridge-service/serviceId/"; // and the facility's HIP id
    public const string SetServicesV3 = "/v1/bridges/MutipleHRPAddUpdateServices"; // at the facility registry

    internal static bool IsV3(string path) => path.Contains("/v3/", StringComparison.Ordinal);
}
