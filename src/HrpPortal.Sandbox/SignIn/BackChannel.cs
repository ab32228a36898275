using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Signing;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The back channel: the portal's server turns a code into tokens, and asks who holds one.</summary>
internal sealed class BackChannel(Grants grants, SignInClient client, Issuer issuer, KeyRing keys)
{
    private const int AccessSeconds = 600;

    public async Task ExchangeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            await RefuseAsync(http, 400, "invalid_request");
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!client.IsAuthentic(http.Request, form))
        {
            headers.WWWAuthenticate = "Basic realm=\"oidc\"";
            await RefuseAsync(http, 401, "invalid_client");
        }
        else if (form["grant_type"] != "authorization_code")
        {
            await RefuseAsync(http, 400, "unsupported_grant_type");
        }
        else if (grants.Redeem(form["code"].ToString()) is not { } grant || form["redirect_uri"] != grant.RedirectUri || !Fits(form["code_verifier"].ToString(), grant.Challenge))
        {
            await RefuseAsync(http, 400, "invalid_grant");
        }
        else
        {
            await http.Response.WriteAsJsonAsync(new JsonObject
            {
                ["access_token"] = grants.GiveAccess(new AccessGrant(grant.User, form["code"].ToString(), grants.Now.AddSeconds(AccessSeconds))),
                ["token_type"] = "Bearer",
                ["expires_in"] = AccessSeconds,
                ["scope"] = "openid profile",
                ["id_token"] = keys.OpenId.SignRs256(IdToken(grant)),
            });
        }
    }

    public async Task UserInfoAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.Ordinal) && grants.WhoHolds(header["Bearer ".Length..]) is { } user)
        {
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsJsonAsync(Describe(user, new JsonObject()));
            return;
        }
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        http.Response.StatusCode = 401;
    }

    private static bool Fits(string verifier, string challenge) => verifier.Length is >= 43 and <= 128
        && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;

    private static Task RefuseAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
    }

    private static JsonObject Describe(StaffMember user, JsonObject claims)
    {
        claims["sub"] = user.Subject;
        claims["name"] = user.Name;
        claims["preferred_username"] = user.UserName;
        claims["roles"] = new JsonArray([.. user.Roles.Select(role => (JsonNode)role)]);
        return claims;
    }

    private JsonObject IdToken(CodeGrant grant)
    {
        var claims = Describe(grant.User, new JsonObject
        {
            ["iss"] = issuer.Value,
            ["aud"] = client.Id,
            ["azp"] = client.Id,
            ["exp"] = grants.Now.AddMinutes(5).ToUnixTimeSeconds(),
            ["iat"] = grants.Now.ToUnixTimeSeconds(),
            ["auth_time"] = grant.SignedInAt.ToUnixTimeSeconds(),
        });
        if (grant.Nonce is not null) claims["nonce"] = grant.Nonce;
        return claims;
    }
}
