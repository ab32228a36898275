namespace HrpPortal.Sandbox.Gateway;

/// <summary>Where a facility answers what the consent manager asked it, after the dialect's prefix. Answered 202 (in one case 200), never called back.</summary>
public static class AnswerPaths
{
    public const string AuthOnNotify = "/v0.5/users/auth/on-notify";
    public const string OnDiscover = "/v0.5/care-contexts/on-discover";
    public const string OnLinkInit = "/v0.5/links/link/on-init";
    public const string OnLinkConfirm = "/v0.5/links/link/on-confirm";
    public const string OnShare = "/v0.5/patients/profile/on-share";
    public const string OnShareV1 = "/v1.0/patients/profile/on-share";
    public const string StatusOnNotify = "/v0.5/patients/status/on-notify";
    public const string ConsentOnNotify = "/v0.5/consents/hip/on-notify";
    public const string DataOnRequest = "/v0.5/health-information/hip/on-request";

    public const string OnDiscoverV3 = "/user-initiated-linking/v3/patient/care-context/on-discover";
    public const string OnLinkInitV3 = "/user-initiated-linking/v3/link/care-context/on-init";
    public const string OnLinkConfirmV3 = "/user-initiated-linking/v3/link/care-context/on-confirm";
    public const string OnShareV3 = "/patient-share/v3/on-share";
    public const string ConsentOnNotifyV3 = "/consent/v3/request/hip/on-notify";
    public const string DataOnRequestV3 = "/data-flow/v3/health-information/hip/on-request";

    public static IReadOnlyList<string> All { get; } =
    [
        AuthOnNotify, OnDiscover, OnLinkInit, OnLinkConfirm, OnShare, OnShareV1, StatusOnNotify, ConsentOnNotify, DataOnRequest,
        OnDiscoverV3, OnLinkInitV3, OnLinkConfirmV3, OnShareV3, ConsentOnNotifyV3, DataOnRequestV3,
    ];
}
