using HrpPortal.Callbacks;
using HrpPortal.Outbox;

namespace HrpPortal.LinkingTokens;

public static class LinkingTokensFeature
{
    public static WebApplicationBuilder AddLinkingTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TokenVault>();
        builder.Services.AddSingleton<AuthenticationStore>();
        builder.Services.AddSingleton<Permissions>();
        builder.Services.AddSingleton<IOutboxSender, AuthenticationSender>();
        builder.Services.AddSingleton<ICallbackHandler, AuthenticationReplies>();
        return builder;
    }
}
