using Microsoft.AspNetCore.WebUtilities;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The front channel: a browser asks for a code, a person signs in, the browser takes the code back (OIDC Core §3.1.2).</summary>
internal sealed class FrontChannel(Grants grants, SignInClient client, Issuer issuer)
{
    private const string BrowserCookie = "sandbox-sign-in";

    public Task StartAsync(HttpContext http)
    {
        var query = http.Request.Query;
        string? One(string name) => query[name] is [{ Length: > 0 } value] ? value : null;

        var redirectUri = One("redirect_uri");
        // Neither of these two may be told by a redirect: nobody knows whose address it is.
        if (One("client_id") != client.Id) return SignInPage.WriteMessageAsync(http, 400, "Unknown client", "The application that sent you here is not registered.");
        if (!SignInClient.IsRedirect(redirectUri)) return SignInPage.WriteMessageAsync(http, 400, "Unknown return address", "The application's return address is not registered.");

        var challenge = One("code_challenge");
        var error = (ResponseType: One("response_type"), Scope: One("scope")) switch
        {
            { ResponseType: not "code" } => "unsupported_response_type",
            { Scope: var scope } when scope?.Split(' ').Contains("openid") is not true => "invalid_scope",
            _ when challenge is not { Length: 43 } || One("code_challenge_method") != "S256" => "invalid_request", // PKCE is not optional, "plain" is not PKCE
            _ when One("response_mode") is not (null or "query") => "invalid_request",
            _ when One("prompt") == "none" => "login_required", // nobody stays signed in here
            _ => null,
        };
        if (error is not null)
        {
            Return(http, redirectUri!, One("state"), ("error", error));
            return Task.CompletedTask;
        }

        var browser = http.Request.Cookies[BrowserCookie] is { Length: 43 } known ? known : Grants.Random();
        http.Response.Cookies.Append(BrowserCookie, browser, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/oidc" });
        var ticket = grants.Await(new PendingSignIn(browser, redirectUri!, One("state"), One("nonce"), challenge!, grants.Now.AddMinutes(15)));
        return SignInPage.WriteFormAsync(http, ticket, Origin(redirectUri!));
    }

    public async Task SignInAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var ticket = form["ticket"].ToString();
        // The cookie (never sent with a POST from elsewhere) and the ticket must belong together, so that no other page can sign a browser in.
        if (grants.Find(ticket) is not { } request || http.Request.Cookies[BrowserCookie] != request.Browser)
        {
            await SignInPage.WriteMessageAsync(http, 400, "This sign-in page is too old", "Go back to the portal and sign in again.");
            return;
        }

        var userName = form["username"].ToString().Trim();
        if (StaffMember.SignIn(userName, form["password"].ToString()) is not { } user)
        {
            await SignInPage.WriteFormAsync(http, ticket, Origin(request.RedirectUri), userName);
            return;
        }

        var code = grants.Grant(ticket, new CodeGrant(user, request.RedirectUri, request.Nonce, request.Challenge, grants.Now, grants.Now.AddSeconds(60)));
        if (code is null) await SignInPage.WriteMessageAsync(http, 400, "You have signed in already", "Go back to the portal.");
        else Return(http, request.RedirectUri, request.State, ("code", code));
    }

    private static string Origin(string uri) => "http://" + new Uri(uri).Authority;

    private void Return(HttpContext http, string redirectUri, string? state, (string Name, string Value) result)
    {
        var target = QueryHelpers.AddQueryString(redirectUri, result.Name, result.Value);
        if (state is not null) target = QueryHelpers.AddQueryString(target, "state", state);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = QueryHelpers.AddQueryString(target, "iss", issuer.Value); // RFC 9207
        http.Response.StatusCode = StatusCodes.Status303SeeOther; // a form was posted; the password must not travel on
    }
}
