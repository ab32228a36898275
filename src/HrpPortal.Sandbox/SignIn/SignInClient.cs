using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The one registered client of the sign-in provider: the portal.</summary>
internal sealed class SignInClient(SandboxOptions options)
{
    public string Id => options.OidcClientId;

    /// <summary>http on this machine, any port, exactly /signin-oidc, written exactly so: nothing that a URL parser could read otherwise.</summary>
    public static bool IsRedirect(string? uri) => IsLocal(uri) && new Uri(uri!) is var parsed && uri == $"http://{parsed.Authority}/signin-oidc";

    /// <summary>Where a signed-out person may be sent: any page on this machine.</summary>
    public static bool IsLocal(string? uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "http", Host: "localhost" or "127.0.0.1", UserInfo: "", Fragment: "" };

    /// <summary>client_secret_basic or client_secret_post, not both (RFC 6749 §2.3).</summary>
    public bool IsAuthentic(HttpRequest request, IFormCollection form)
    {
        var basic = request.Headers.Authorization.ToString();
        if (basic.Length == 0) return form["client_id"] == Id && Same(form["client_secret"].ToString());
        if (form.ContainsKey("client_secret") || !basic.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return false;
        var buffer = new byte[basic.Length];
        if (!Convert.TryFromBase64String(basic[6..], buffer, out var length)) return false;
        return Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [var id, var secret]
            && WebUtility.UrlDecode(id) == Id && Same(WebUtility.UrlDecode(secret));
    }

    private bool Same(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(options.OidcClientSecret));
}
