using System.Net;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Panel;
using HrpPortal.Sandbox.Phone;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.SignIn;
using HrpPortal.Sandbox.Signing;
using HrpPortal.Sandbox.V05;
using HrpPortal.Sandbox.V3;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HrpPortal.Sandbox;

/// <summary>A stand-in for ABDM (gateway v0.5, HIE-CM v3 and consent manager) and for the hospital's sign-in provider.</summary>
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

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));
        if (configure is null)
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        AddServices(builder.Services, options);

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<GatewayClock>().StampAsync);
        app.Use(ScriptEndpoints.LocalOnlyAsync);
        app.UseRouting();
        app.Services.GetRequiredService<GatewayEndpoints>().Map(app);
        app.Services.GetRequiredService<BridgeEndpoints>().Map(app);
        app.Services.GetRequiredService<PhoneEndpoints>().Map(app);
        app.Services.GetRequiredService<PhoneScript>().Map(app);
        app.Services.GetRequiredService<SignInEndpoints>().Map(app);
        app.Services.GetRequiredService<ScriptEndpoints>().Map(app);
        app.Services.GetRequiredService<PanelEndpoints>().Map(app);
        return app;
    }

    /// <summary>Where a started sandbox listens, e.g. http://127.0.0.1:5090 (the way to learn the port that 0 became).</summary>
    public static Uri Address(this WebApplication sandbox) =>
        new(sandbox.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Where the TLS door of a started sandbox is (<see cref="SandboxOptions.TlsPort"/>).</summary>
    public static Uri TlsAddress(this WebApplication sandbox) =>
        new(sandbox.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal)));

    private static void Listen(KestrelServerOptions kestrel, SandboxOptions options)
    {
        kestrel.Listen(IPAddress.Loopback, options.Port);
        if (options.TlsPort is { } port)
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(BadCertificate.Make(TimeProvider.System.GetUtcNow(), options.TlsExpired)));
    }

    private static void AddServices(IServiceCollection services, SandboxOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton<KeyRing>().AddSingleton<Journal>();
        services.AddSingleton<Registry>().AddSingleton<Facilities>().AddSingleton<Phones>().AddSingleton<OneTimeCodes>().AddSingleton<SmsRequests>().AddSingleton<Consents>().AddSingleton<LinkingTokens>();
        services.AddSingleton<V05Dialect>().AddSingleton<V05Calls>().AddSingleton<UserAuth>().AddSingleton<Linking>();
        services.AddSingleton<V3Dialect>().AddSingleton<V3Calls>().AddSingleton<TokenRequests>().AddSingleton<LinkRequests>();
        services.AddSingleton<DirectApprovals>().AddSingleton<Inquiries>().AddSingleton<V05Messages>().AddSingleton<V3Messages>().AddSingleton<RecordSearches>();
        services.AddSingleton<Sharing>().AddSingleton<AccountSteps>().AddSingleton<PatientPhone>().AddSingleton<PhoneScript>().AddSingleton<PhoneEndpoints>();
        services.RemoveAll<IConnectionListenerFactory>();
        services.AddSingleton<SocketTransportFactory>().AddSingleton(all => new Door(all.GetRequiredService<SocketTransportFactory>()));
        services.AddSingleton<IConnectionListenerFactory>(all => all.GetRequiredService<Door>());
        services.AddSingleton<Wire>().AddSingleton<GatewayClock>().AddSingleton<SessionEndpoint>();
        services.AddSingleton<GatewayTokens>().AddSingleton<GatewayDoor>().AddSingleton<ReplayWindow>().AddSingleton<ScriptQueue>().AddSingleton<ScriptEndpoints>().AddSingleton<PanelEndpoints>();
        services.AddSingleton<CallbackPost>().AddSingleton<CallbackDesk>().AddSingleton<Forwarding>().AddSingleton<GatewayEndpoints>().AddSingleton<BridgeEndpoints>();
        services.AddSingleton<Issuer>().AddSingleton<Grants>().AddSingleton<SignInClient>();
        services.AddSingleton<FrontChannel>().AddSingleton<BackChannel>().AddSingleton<SignInEndpoints>();
        services.AddSingleton(all => new SandboxState(
            all.GetRequiredService<Journal>(), all.GetRequiredService<CallbackDesk>(), all.GetRequiredService<Registry>(),
            all.GetRequiredService<ScriptQueue>(), all.GetRequiredService<GatewayTokens>(), all.GetRequiredService<KeyRing>(), all.GetRequiredService<SessionEndpoint>(), all.GetRequiredService<Forwarding>(),
            all.GetRequiredService<Wire>(), all.GetRequiredService<Door>(), all.GetRequiredService<GatewayClock>(), options));
    }
}
