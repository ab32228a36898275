using HrpPortal.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Access;

/// <summary>The portal with nothing in it but its sign-in: three pages, a hub and three endpoints, one for each kind of caller.</summary>
internal static class PortalAlone
{
    public static async Task<WebApplication> StartAsync(TimeProvider clock, HttpMessageHandler outgoing, ILoggerProvider log, IEnumerable<(string Key, string Value)> settings, string environment = "Production")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "HrpPortal.Tests" });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseTestServer();
        foreach (var (key, value) in (IEnumerable<(string, string)>)[("Oidc:ClientId", "hrp-portal"), ("Oidc:RequireHttpsMetadata", "true"), .. settings])
            builder.Configuration[key] = value;
        builder.Services.AddSingleton(clock);
        builder.AddAccess();
        builder.Services.Configure<OidcOptions>(AccessFeature.ProviderScheme, options => options.BackchannelHttpHandler = outgoing);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRazorComponents();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.UseAccess();
        app.UseAntiforgery();
        app.MapAccess();
        app.MapRazorComponents<TestApp>().AddAdditionalAssemblies(typeof(Policies).Assembly);
        app.MapHub<EmptyHub>("/hubs/test");
        app.MapGet("/whoami", async (CurrentUser user) => await user.GetAsync());
        app.MapPost("/api/clerks", () => "done").RequireAuthorization(Policies.Clerk);
        app.MapPost("/api/records", () => "done").RequireAuthorization(Policies.Records);
        await app.StartAsync();
        return app;
    }

    private sealed class EmptyHub : Hub;
}
