using System.Net;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.SignIn;
using HrpPortal.Sandbox.Signing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace HrpPortal.Sandbox;

/// <summary>A stand-in for ABDM (gateway v0.5 and consent manager) and for the hospital's sign-in provider.</summary>
public static class SandboxApp
{
    /// <summary>Builds the sandbox; start it with <c>RunAsync</c> alone, or with <c>StartAsync</c> inside another process.</summary>
    /// <param name="args">Command line, e.g. <c>--Sandbox:Port=0</c>.</param>
    /// <param name="configure">Has the last word on the options; when given, the sandbox is a guest and leaves the console to its host.</param>
    public static WebApplication Build(string[] args, Action<SandboxOptions>? configure = null)
    {
        // An empty builder: as a guest it must not take over its host's appsettings, URLs or log levels.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        var options = new SandboxOptions();
        builder.Configuration.GetSection("Sandbox").Bind(options);
        configure?.Invoke(options);

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        if (configure is null)
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        AddServices(builder.Services, options);

        var app = builder.Build();
        app.Use(ScriptEndpoints.LocalOnlyAsync);
        app.Use((http, next) =>
        {
            // As the gateway does, and by its own clock: the server's own Date would be the machine's.
            http.Response.Headers.Date = options.Clock.GetUtcNow().ToString("R");
            return next(http);
        });
        app.UseRouting();
        app.Services.GetRequiredService<GatewayEndpoints>().Map(app);
        app.Services.GetRequiredService<SignInEndpoints>().Map(app);
        app.Services.GetRequiredService<ScriptEndpoints>().Map(app);
        app.MapGet("/", http => http.Response.WriteAsync("HRP Portal sandbox: ABDM gateway under /gateway, sign-in under /oidc, steering under /sandbox (GET /sandbox/state)."));
        return app;
    }

    /// <summary>Where a started sandbox listens, e.g. http://127.0.0.1:5090 (the way to learn the port that 0 became).</summary>
    public static Uri Address(this WebApplication sandbox) =>
        new(sandbox.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    private static void AddServices(IServiceCollection services, SandboxOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton<KeyRing>().AddSingleton<Journal>();
        services.AddSingleton<Registry>().AddSingleton<LinkingTokens>().AddSingleton<UserAuth>().AddSingleton<Linking>();
        services.AddSingleton<GatewayTokens>().AddSingleton<GatewayDoor>().AddSingleton<ReplayWindow>().AddSingleton<ScriptQueue>().AddSingleton<ScriptEndpoints>();
        services.AddSingleton<CallbackPost>().AddSingleton<CallbackDesk>().AddSingleton<Forwarding>().AddSingleton<GatewayEndpoints>();
        services.AddSingleton<Issuer>().AddSingleton<Grants>().AddSingleton<SignInClient>();
        services.AddSingleton<FrontChannel>().AddSingleton<BackChannel>().AddSingleton<SignInEndpoints>();
        services.AddSingleton(all => new SandboxState(
            all.GetRequiredService<Journal>(), all.GetRequiredService<CallbackDesk>(), all.GetRequiredService<Registry>(),
            all.GetRequiredService<ScriptQueue>(), all.GetRequiredService<GatewayTokens>(), all.GetRequiredService<KeyRing>()));
    }
}
