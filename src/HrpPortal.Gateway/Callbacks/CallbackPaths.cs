namespace HrpPortal.Gateway;

/// <summary>Where ABDM answers us, below the bridge's callback URL. Exact: the gateway appends them to what was registered.</summary>
public static class CallbackPaths
{
    public const string OnFetchModes = "/v0.5/users/auth/on-fetch-modes";
    public const string OnInit = "/v0.5/users/auth/on-init";
    public const string OnConfirm = "/v0.5/users/auth/on-confirm";
    public const string OnAddContexts = "/v0.5/links/link/on-add-contexts";
    public const string OnContextNotify = "/v0.5/links/context/on-notify";
    public const string OnSmsNotify = "/v0.5/patients/sms/on-notify";

    public const string OnGenerateToken = "/api/v3/hip/token/on-generate-token";
    public const string OnCareContext = "/api/v3/link/on_carecontext"; // With an underscore.
    public const string OnContextNotifyV3 = "/api/v3/links/context/on-notify";
    public const string OnSmsNotifyV3 = "/api/v3/patients/sms/on-notify";

    /// <summary>The call that is answered there; null for a path that is no answer.</summary>
    internal static string? CallOf(string path) => path switch
    {
        OnFetchModes => GatewayPaths.FetchModes,
        OnInit => GatewayPaths.Init,
        OnConfirm => GatewayPaths.Confirm,
        OnAddContexts => GatewayPaths.AddContexts,
        OnContextNotify => GatewayPaths.ContextNotify,
        OnSmsNotify => GatewayPaths.SmsNotify,
        OnGenerateToken => GatewayPaths.GenerateToken,
        OnCareContext => GatewayPaths.LinkCareContext,
        OnContextNotifyV3 => GatewayPaths.ContextNotifyV3,
        OnSmsNotifyV3 => GatewayPaths.SmsNotifyV3,
        _ => null,
    };
}
