namespace HrpPortal.Sandbox.Gateway;

/// <summary>The calls that are answered by a callback, as they stand after /gateway.</summary>
public static class CallPaths
{
    public const string FetchModes = "/v0.5/users/auth/fetch-modes";
    public const string Init = "/v0.5/users/auth/init";
    public const string Confirm = "/v0.5/users/auth/confirm";
    public const string AddContexts = "/v0.5/links/link/add-contexts";
    public const string Notify = "/v0.5/links/context/notify";

    /// <summary>Opens a session; answered at once, so that it stands apart.</summary>
    public const string Sessions = "/v0.5/sessions";

    /// <summary>The gateway's signing keys.</summary>
    public const string Certs = "/v0.5/certs";

    public static IReadOnlyList<string> All { get; } = [FetchModes, Init, Confirm, AddContexts, Notify];
}
