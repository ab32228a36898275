using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Outbox;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

public static class DiscoveryFeature
{
    public static WebApplicationBuilder AddDiscovery(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DiscoveryOptions>().BindConfiguration("Discovery").ValidateOnStart();
        services.AddOptions<SmsOptions>().BindConfiguration("Sms").ValidateOnStart();
        services.AddSingleton<IValidateOptions<DiscoveryOptions>, DiscoveryOptions.Check>().AddSingleton<IValidateOptions<SmsOptions>, SmsOptions.Check>();
        services.AddSingleton<DiscoveryQueries>().AddSingleton<PatientFinder>().AddSingleton<ShownVisits>().AddSingleton<AppSearchStore>().AddSingleton<OneTimeCodes>();
        services.AddSingleton<ISmsSender, HttpSmsSender>().AddSingleton<IOutboxSender, CodeSender>();
        services.AddSingleton<ICallbackHandler, DiscoverCalls>().AddSingleton<ICallbackHandler, LinkInitCalls>().AddSingleton<ICallbackHandler, LinkConfirmCalls>();
        AddSmsClient(services);
        return builder;
    }

    /// <summary>No redirects: they would carry the code elsewhere. The factory's own log lines may carry headers, so there are none.</summary>
    private static void AddSmsClient(IServiceCollection services) => services.AddHttpClient(HttpSmsSender.ClientName)
        .ConfigureHttpClient((all, http) => http.Timeout = TimeSpan.FromSeconds(all.GetRequiredService<IOptions<SmsOptions>>().Value.TimeoutSeconds))
        .AddHttpMessageHandler(() => new BrokenLine())
        .UseSocketsHttpHandler((handler, _) => (handler.AllowAutoRedirect, handler.UseCookies) = (false, false))
        .RemoveAllLoggers();
}
