using HrpPortal.Callbacks;
using HrpPortal.Outbox;

namespace HrpPortal.LinkingTokens;

public static class LinkingTokensFeature
{
    public static WebApplicationBuilder AddLinkingTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TokenVault>();
        builder.Services.AddSingleton<AuthenticationStore>();
        builder.Services.AddSingleton<TokenGrants>();
        builder.Services.AddSingleton<AskingPatients>();
        builder.Services.AddSingleton<Permissions>();
        builder.Services.AddSingleton<AuthenticationSender>();
        builder.Services.AddSingleton<IOutboxSender>(all => all.GetRequiredService<AuthenticationSender>());
        builder.Services.AddSingleton<ICallbackHandler, AuthenticationReplies>();
        builder.Services.AddSingleton<ICallbackHandler, ApprovalCalls>();
        return builder;
    }
}
