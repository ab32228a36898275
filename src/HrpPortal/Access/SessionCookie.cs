using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Metadata;

namespace HrpPortal.Access;

/// <summary>The session cookie: who is signed in, for how long, and how a request without it is answered.</summary>
internal static partial class SessionCookie
{

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);

    public static void Configure(CookieAuthenticationOptions options, bool secure)
    {
        Harden(options.Cookie, "hrp", secure);
        options.ExpireTimeSpan = Sessions.Idle;
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
                context.ShouldRenew = context.ElapsedTime >= BetweenRenewals && IsSignOfLife(context.Request);
                return Task.CompletedTask;
            },
            OnRedirectToLogin = ToSignIn,
            OnRedirectToAccessDenied = ToNoAccess,
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
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (sessions.IsLive(context.Principal!))
        {
            if (IsSignOfLife(context.Request))
                sessions.Saw(context.Principal!);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AccessFeature.CookieScheme);
    }

    /// <summary>A circuit or a listener that takes its line up again is no person, and the question whether one is signed in is none either.</summary>
    private static bool IsSignOfLife(HttpRequest request) =>
        !request.Path.StartsWithSegments("/_blazor") && !request.Path.StartsWithSegments("/hubs") && request.Path != AccountEndpoints.SignedIn && request.Path != AccountEndpoints.Session;

    /// <summary>People are sent to a page; programs (the hub, a circuit, an API, a callback) are told by the status and nothing else.</summary>
    private static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!IsPersonsNavigation(context.HttpContext))
            return Answer(context.Response, StatusCodes.Status401Unauthorized);
        if (!context.Request.Headers.Accept.ToString().Contains("blazor-enhanced-nav=on", StringComparison.OrdinalIgnoreCase))
            return Answer(context.Response, StatusCodes.Status302Found, context.RedirectUri);
        // A link that Blazor's script follows by fetch: that would go on to the provider, which the content security policy
        // forbids. This header makes it a navigation of the whole page.
        context.Response.Headers["blazor-enhanced-nav-redirect-location"] = context.RedirectUri;
        return Answer(context.Response, StatusCodes.Status401Unauthorized);
    }

    private static Task ToNoAccess(RedirectContext<CookieAuthenticationOptions> context)
    {
        var policies = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy) ?? [];
        // With several demands the one that fewest roles satisfy is what is missing.
        var needs = policies.MinBy(policy => Policies.RolesFor(policy).Count);
        if (StaffMember.From(context.HttpContext.User) is { Id: var staff })
        {
            var logger = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SessionCookie));
            Log.Denied(logger, staff, needs ?? Policies.Clerk);
        }
        if (!IsPersonsNavigation(context.HttpContext))
            return Answer(context.Response, StatusCodes.Status403Forbidden);
        var page = context.Request.PathBase + AccountEndpoints.NoAccess;
        return Answer(context.Response, StatusCodes.Status302Found, needs is null ? page : $"{page}?needs={WebUtility.UrlEncode(needs)}");
    }

    private static Task Answer(HttpResponse response, int status, string? location = null)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (location is not null)
            response.Headers.Location = location;
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

    private static partial class Log
    {
        [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "{Staff} was denied: {Policy} is needed")]
        public static partial void Denied(ILogger logger, string staff, string policy);
    }
}
