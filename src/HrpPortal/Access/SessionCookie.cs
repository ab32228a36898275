using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrpPortal.Access;

/// <summary>The session cookie: who is signed in, for how long, and how a request without it is answered.</summary>
internal static class SessionCookie
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);

    public static void Configure(CookieAuthenticationOptions options, bool secure)
    {
        Harden(options.Cookie, "hrp", secure);
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = AccountEndpoints.SignIn;
        options.AccessDeniedPath = AccountEndpoints.NoAccess;
        options.ReturnUrlParameter = "returnUrl";
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = ValidateAsync,
            // The framework's own rule renews in the second half only: seven quiet minutes could then cost a session.
            OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew = context.ElapsedTime >= BetweenRenewals;
                return Task.CompletedTask;
            },
            OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized, context.RedirectUri),
            OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden, NoAccessFor(context.HttpContext)),
        };
    }

    /// <summary>HttpOnly, Lax, host-bound. Lax and not Strict: the way back from the provider is a navigation that another site began.</summary>
    public static void Harden(CookieBuilder cookie, string name, bool secure)
    {
        cookie.Name = secure ? $"__Host-{name}" : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.IsEssential = true;
    }

    /// <summary>Plain http only for a developer's own machine: Development, and every listening address is http on loopback.</summary>
    public static bool IsSecure(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment() || configuration["http_ports"] is not null || configuration["https_ports"] is not null)
            return true;
        var addresses = (configuration["urls"] ?? "http://localhost:5000").Split(';', StringSplitOptions.RemoveEmptyEntries);
        return !addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<Sessions>().IsLive(context.Principal!))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AccessFeature.CookieScheme);
    }

    /// <summary>People are sent to a page; programs (the hub, a circuit, an API, a callback) are told by the status and nothing else.</summary>
    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status, string address)
    {
        if (IsPersonsNavigation(context.HttpContext))
            context.Response.Redirect(address);
        else
            context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static bool IsPersonsNavigation(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return false;
        if (metadata?.GetMetadata<ComponentTypeMetadata>() is not null)
            return true;
        return metadata?.GetMetadata<IDisableCookieRedirectMetadata>() is null
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static string NoAccessFor(HttpContext context)
    {
        var policies = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy) ?? [];
        // With several demands the one that fewest roles satisfy is what is missing.
        var needs = policies.MinBy(policy => Policies.RolesFor(policy).Count);
        var page = context.Request.PathBase + AccountEndpoints.NoAccess;
        return needs is null ? page : $"{page}?needs={WebUtility.UrlEncode(needs)}";
    }
}
