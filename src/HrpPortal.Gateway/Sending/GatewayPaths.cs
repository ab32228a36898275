namespace HrpPortal.Gateway;

/// <summary>Where our calls go, below <see cref="GatewayOptions.BaseUrl"/>.</summary>
public static class GatewayPaths
{
    public const string Sessions = "/v0.5/sessions";
    public const string Certs = "/v0.5/certs";
    public const string FetchModes = "/v0.5/users/auth/fetch-modes";
    public const string Init = "/v0.5/users/auth/init";
    public const string Confirm = "/v0.5/users/auth/confirm";
    public const string AddContexts = "/v0.5/links/link/add-contexts";
    public const string ContextNotify = "/v0.5/links/context/notify";
}
