using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

public static class GatewaySetup
{
    /// <summary>
    /// Registers <see cref="IGatewayApi"/>, <see cref="GatewayWeather"/>, <see cref="CallbackTokenVerifier"/>, <see cref="GatewayKeys"/> and the checked
    /// <see cref="GatewayOptions"/> of section <c>Gateway</c>. A <see cref="TimeProvider"/> that is registered already is used.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<GatewayWeather>();
        services.AddSingleton<Bulkhead>();
        services.AddSingleton<GatewayPipeline>();
        services.AddSingleton<GatewaySessions>();
        services.AddSingleton<IGatewayApi, GatewayApi>();
        services.AddSingleton(all => new CredentialCheck(all.GetRequiredService<GatewaySessions>(), all.GetRequiredService<IOptions<GatewayOptions>>()));
        AsGatewayClient(services.AddHttpClient<GatewayHttp>());
        services.AddHostedService<GatewayProbe>();

        services.AddSingleton<GatewayKeys>();
        services.AddHostedService<KeysAtStart>();
        services.AddSingleton<CallbackTokenVerifier>();
        AsGatewayClient(services.AddHttpClient(GatewayKeys.ClientName));
        return services;
    }

    /// <summary>
    /// The handler lives as long as the process and renews its connections itself, so that singletons may hold the client. Redirects
    /// are not followed: they would carry the session token elsewhere. Certificates are checked as the system does, always.
    /// </summary>
    private static void AsGatewayClient(IHttpClientBuilder client) => client
        .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan) // The pipeline has the time-out.
        .AddHttpMessageHandler(() => new BrokenLine())
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.AutomaticDecompression = DecompressionMethods.None;
            handler.MaxConnectionsPerServer = Bulkhead.Places;
            handler.MaxResponseDrainSize = GatewayHttp.MaxBodyBytes;
            handler.ResponseDrainTimeout = TimeSpan.FromSeconds(1);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);

            // Proxies close idle connections after a minute or so; a body sent into such a close would be of unknown fate.
            handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20);
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers(); // Its own log lines carry ids only; the factory's may carry headers.
}
