using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

public static class CallbackFeature
{
    public static WebApplicationBuilder AddCallbacks(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CallbackOptions>().BindConfiguration("Callbacks").ValidateOnStart();
        services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackOptions.Check>();
        services.AddSingleton<InboxSignal>().AddSingleton<CallbackCounters>().AddSingleton<CallbackBodies>();
        services.AddSingleton<CallbackInbox>().AddSingleton<InboxEffects>().AddSingleton<KeptCallbacks>();
        services.AddSingleton<SpillFolder>().AddSingleton<SpillSeal>().AddSingleton<CallbackSpill>();
        services.AddSingleton<CallbackKeeper>().AddSingleton<CallbackCallers>().AddSingleton<CallbackGate>();
        services.AddHostedService(all => all.GetRequiredService<CallbackInbox>());
        services.AddHostedService(all => all.GetRequiredService<CallbackSpill>());
        services.AddHostedService<SpillDrain>();
        services.AddHostedService<InboxApplier>();
        services.AddSingleton<OrphanRematch>().AddHostedService(all => all.GetRequiredService<OrphanRematch>());
        return builder;
    }
}
