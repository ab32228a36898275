namespace HrpPortal.Gateway;

/// <summary>Where ABDM calls us, below the bridge's callback URL. Exact: the gateway appends them to what was registered.</summary>
public static class CallbackPaths
{
    public const string OnFetchModes = "/v0.5/users/auth/on-fetch-modes";
    public const string OnInit = "/v0.5/users/auth/on-init";
    public const string OnConfirm = "/v0.5/users/auth/on-confirm";
    public const string OnAddContexts = "/v0.5/links/link/on-add-contexts";
    public const string OnContextNotify = "/v0.5/links/context/on-notify";
}
