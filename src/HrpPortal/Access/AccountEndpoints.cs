using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HrpPortal.Access;

/// <summary>Signing in begins by a GET, which changes nothing but the browser's way; signing out is a POST from a form of ours.</summary>
internal static partial class AccountEndpoints
{
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string SignedOut = "/account/signed-out";
    public const string Alive = "/account/alive";
    public const string SignedIn = "/account/signed-in";
    public const string Session = "/account/session";
    public const string NoAccess = "/account/no-access";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignIn, (HttpContext context, string? returnUrl) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var back = LocalUrl.OrRoot(returnUrl);
            return context.User.Identity?.IsAuthenticated == true
                ? Results.LocalRedirect(context.Request.PathBase + back)
                : Results.Challenge(new AuthenticationProperties { RedirectUri = context.Request.PathBase + back }, [AccessFeature.ProviderScheme]);
        }).AllowAnonymous().ExcludeFromDescription();
        // A page that lives on its circuit makes no requests. On the person's input its script tells the first of these, so that
        // the session does not idle out; by the second it learns why a lost line cannot be taken up again.
        routes.MapGet(Alive, () => Results.NoContent()).ExcludeFromDescription();
        routes.MapGet(SignedIn, () => Results.NoContent()).ExcludeFromDescription();
        // A minute before the end the page warns: it asks, for another tab may have kept the session alive.
        routes.MapGet(Session, (HttpContext context, Sessions sessions) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(sessions.Left(context.User));
        }).ExcludeFromDescription();
        // Anonymous too: whose session ended a minute ago must not meet an error for wanting to leave.
        routes.MapPost(SignOut, SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, Sessions sessions, ProviderMetadata metadata, IOptionsMonitor<OidcOptions> options, ILoggerFactory loggers)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        sessions.End(context.User);
        await context.SignOutAsync(AccessFeature.CookieScheme);
        context.Response.Headers.CacheControl = "no-store";
        // Not "cookies": that would reach the provider's own on a sibling host, and it could no longer tell who leaves.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        var logger = loggers.CreateLogger(typeof(AccountEndpoints));
        if (StaffMember.From(context.User) is { Id: var staff })
            Log.SignedOut(logger, staff);
        return Results.Redirect(await LeaveProviderAsync(context, metadata, options.Get(AccessFeature.ProviderScheme)));
    }

    /// <summary>OpenID Connect RP-Initiated Logout §2, by client_id: no id_token was kept that could serve as a hint.</summary>
    private static async Task<string> LeaveProviderAsync(HttpContext context, ProviderMetadata metadata, OidcOptions options)
    {
        var here = context.Request.PathBase + SignedOut;
        try
        {
            var provider = await metadata.GetAsync(context.RequestAborted);
            return string.IsNullOrEmpty(provider.Metadata.EndSessionEndpoint) ? here : QueryHelpers.AddQueryString(provider.Metadata.EndSessionEndpoint, new Dictionary<string, string?>
            {
                ["client_id"] = options.ClientId,
                ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}{here}",
            });
        }
        catch (SignInException)
        {
            // The provider is down: the portal's own session is over all the same, and that is what was asked.
            return here;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "{Staff} signed out")]
        public static partial void SignedOut(ILogger logger, string staff);
    }
}
