using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HrpPortal.Access;

/// <summary>Sign-in by the hospital's OpenID provider, the session cookie, roles and policies, and the person who asks.</summary>
public static class AccessFeature
{
    public const string CookieScheme = "Session";
    public const string ProviderScheme = "Oidc";

    private const int LongestAnswer = 512 * 1024;

    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddAccess(builder.Configuration, builder.Environment);
        return builder;
    }

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var secure = SessionCookie.IsSecure(configuration, environment);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProviderMetadata>().AddSingleton<IdTokenCheck>().AddSingleton<SpentStates>().AddSingleton<Sessions>();
        services.AddAuthentication(CookieScheme)
            .AddCookie(CookieScheme, options => SessionCookie.Configure(options, secure))
            .AddOAuth<OidcOptions, OidcHandler>(ProviderScheme, options => Configure(options, configuration, secure));
        services.AddOptions<CookieAuthenticationOptions>(CookieScheme).Configure<TimeProvider>((options, clock) => options.TimeProvider = clock);
        services.AddOptions<OidcOptions>(ProviderScheme).Configure<TimeProvider>((options, clock) => options.TimeProvider = clock).ValidateOnStart();
        // After the framework has made the client (with room for 10 MB).
        services.PostConfigure<OidcOptions>(ProviderScheme, options => options.Backchannel.MaxResponseContentBufferSize = LongestAnswer);
        services.AddAuthorization(Policies.Add);
        services.AddAntiforgery(options =>
        {
            SessionCookie.Harden(options.Cookie, "hrp-form", secure);
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddScoped<CurrentUser>();
        return services;
    }

    /// <summary>Who asks, and whether they may: before anything that looks at the user (antiforgery too).</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<CurrentUser>().IsOfRequest(context.User);
            return next(context);
        });
        app.UseAuthorization();
        return app;
    }

    public static WebApplication MapAccess(this WebApplication app)
    {
        AccountEndpoints.Map(app);
        return app;
    }

    private static void Configure(OidcOptions options, IConfiguration configuration, bool secure)
    {
        var section = configuration.GetSection(OidcOptions.Section);
        options.Authority = section["Authority"] ?? "";
        options.ClientId = section["ClientId"] ?? "";
        options.ClientSecret = section["ClientSecret"] ?? "";
        options.Scopes = section["Scopes"] ?? options.Scopes;
        options.RoleClaim = section["RoleClaim"] ?? options.RoleClaim;
        options.FacilityClaim = section["FacilityClaim"] ?? options.FacilityClaim;
        options.RequireHttpsMetadata = section.GetValue("RequireHttpsMetadata", true);
        options.CallbackPath = section["CallbackPath"] ?? "/signin-oidc";
        options.SignInScheme = CookieScheme;
        options.UsePkce = true;
        options.SaveTokens = false;
        SessionCookie.Harden(options.CorrelationCookie, "hrp-signing-in.", secure);
        options.Events = new OAuthEvents { OnRemoteFailure = SignInFailure.OnRemoteFailureAsync };
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.BackchannelHttpHandler = new SocketsHttpHandler
        {
            // What the provider says counts at the address it was asked at, and nowhere else.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
    }
}
