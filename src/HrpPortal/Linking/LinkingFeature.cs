using HrpPortal.Addresses;
using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Drafts;
using HrpPortal.Outbox;

namespace HrpPortal.Linking;

public static class LinkingFeature
{
    public static WebApplicationBuilder AddLinking(this WebApplicationBuilder builder)
    {
        builder.AddCalls().AddAddresses().AddDrafts();
        builder.Services.AddSingleton<LinkStore>();
        builder.Services.AddSingleton<LinkCounters>();
        builder.Services.AddSingleton<LinkService>();
        builder.Services.AddSingleton<GatewayReturn>();
        builder.Services.AddSingleton<LinkQueries>();
        builder.Services.AddSingleton<LinkBoard>();
        builder.Services.AddSingleton<LinkCounts>();
        builder.Services.AddSingleton<LinkRetry>();
        builder.Services.AddSingleton<LinkExchange>();
        builder.Services.AddSingleton<LinkTraffic>();
        builder.Services.AddSingleton<SlipHelp>();
        builder.Services.AddSingleton<LinkPermission>();
        builder.Services.AddSingleton<LinkEnvelope>();
        builder.Services.AddSingleton<IOutboxSender, LinkSender>();
        builder.Services.AddSingleton<ICallbackHandler, LinkReplies>();
        builder.Services.AddHostedService<LinksHubRelay>();
        return builder;
    }

    public static WebApplication MapLinking(this WebApplication app)
    {
        app.MapHub<LinksHub>(LinksHub.Path);
        return app;
    }
}
