using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace HrpPortal.Ui;

/// <summary>The shell that all pages stand in.</summary>
public static class UiFeature
{
    public static WebApplicationBuilder AddUi(this WebApplicationBuilder builder)
    {
        builder.Services.AddControllers();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // A walk-away at a shift change comes back to the page as it was.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            options.DisconnectedCircuitMaxRetained = 200;
        });
        builder.Services.AddOptions<TrainingOptions>().BindConfiguration("Portal")
            .Validate<IConfiguration>(TrainingOptions.IsHarmless, "Portal:Training is on, but Gateway:BaseUrl is not on this machine: what people do would be real.")
            .ValidateOnStart();
        builder.Services.AddSingleton(services => new TrainingMode(services.GetRequiredService<IOptions<TrainingOptions>>().Value.Training));
        builder.Services.AddScoped<CircuitHandler, CircuitCulture>();
        builder.Services.AddLeanInterop();
        builder.Services.AddScoped<Announcer>();
        return builder;
    }

    /// <summary>Before all else: what every answer carries, and what a person sees when there is no answer.</summary>
    public static WebApplication UseUi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment()) app.UseExceptionHandler(PortalUrls.Error, createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute(PortalUrls.NotFound, createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Only for people who look for a page: the gateway and other programs get the bare status. (UseWhen around the
            // line above would keep it from being run again: the routes are not known in a branch.)
            if (!WantsPage(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        return app;
    }

    public static WebApplication MapUi(this WebApplication app)
    {
        app.UseAntiforgery();
        // Controllers are the gateway's doors and nothing else: what pages and people need on the way to an answer is left out.
        app.MapControllers().ShortCircuit();
        app.MapStaticAssets().AllowAnonymous();
        // Compressing what a page says beside what a stranger typed leaks by length (BREACH): patients' data is not worth the bytes.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true);
        return app;
    }

    private static bool WantsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A component that stands on every page for who is signed in, below the top bar; the feature that knows it registers it.</summary>
public sealed record LayoutPart(Type Component);

/// <summary>An entry of the main navigation that says more than a name; the feature that knows it registers it.</summary>
public sealed record NavPart(Type Component);

/// <summary>The place that people work at, shown in the top bar; the feature that knows it registers it.</summary>
public sealed record PlacePart(Type Component);
