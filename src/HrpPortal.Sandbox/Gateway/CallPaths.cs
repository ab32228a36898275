namespace HrpPortal.Sandbox.Gateway;

/// <summary>The calls of both dialects as they stand after their prefix: /gateway for v0.5, /api/hiecm for v3.</summary>
public static class CallPaths
{
    public const string FetchModes = "/v0.5/users/auth/fetch-modes";
    public const string Init = "/v0.5/users/auth/init";
    public const string Confirm = "/v0.5/users/auth/confirm";
    public const string AddContexts = "/v0.5/links/link/add-contexts";
    public const string Notify = "/v0.5/links/context/notify";

    /// <summary>Opens a session; answered at once, so that it stands apart. A script for it holds for both dialects.</summary>
    public const string Sessions = "/v0.5/sessions";

    /// <summary>The gateway's signing keys. A script for it holds for both dialects.</summary>
    public const string Certs = "/v0.5/certs";

    public const string SessionsV3 = "/gateway/v3/sessions";
    public const string CertsV3 = "/gateway/v3/certs";
    public const string GenerateToken = "/v3/token/generate-token";
    public const string LinkCareContext = "/hip/v3/link/carecontext";
    public const string NotifyV3 = "/hip/v3/link/context/notify";
    public const string SmsNotify = "/v0.5/patients/sms/notify2";
    public const string SmsNotifyV3 = "/hip/v3/link/patient/links/sms/notify2";

    /// <summary>What the consent manager tells or asks facilities of its own accord; a script for one befalls the next such message.</summary>
    public static IReadOnlyList<string> Asked { get; } =
    [
        "/v0.5/users/auth/notify", "/v0.5/care-contexts/discover", "/v0.5/links/link/init", "/v0.5/links/link/confirm", "/v0.5/patients/profile/share", "/v1.0/patients/profile/share",
        "/v0.5/patients/status/notify", "/v0.5/consents/hip/notify", "/v0.5/health-information/hip/request", "/api/v3/hip/patient/care-context/discover", "/api/v3/hip/link/care-context/init",
        "/api/v3/hip/link/care-context/confirm", "/api/v3/hip/patient/share", "/api/v3/consent/request/hip/notify", "/api/v3/hip/health-information/request",
    ];

    /// <summary>The calls that are answered by a callback.</summary>
    public static IReadOnlyList<string> All { get; } = [FetchModes, Init, Confirm, AddContexts, Notify, SmsNotify, GenerateToken, LinkCareContext, NotifyV3, SmsNotifyV3];

    /// <summary>Every call that a script may name.</summary>
    public static IReadOnlyList<string> Scriptable { get; } = [.. All, .. AnswerPaths.All, .. Asked, Sessions, Certs, SessionsV3, CertsV3];

    /// <summary>Whether a script that names a path befalls a call: one session or key set is as good as the other.</summary>
    internal static bool Fits(string? named, string call) => named switch
    {
        null => All.Contains(call),
        Sessions => call is Sessions or SessionsV3,
        Certs => call is Certs or CertsV3,
        _ => named == call,
    };
}
