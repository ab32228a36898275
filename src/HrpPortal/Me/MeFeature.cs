using HrpPortal.Ui;
using Microsoft.AspNetCore.Localization;

namespace HrpPortal.Me;

/// <summary>How the portal is to each person: the language, the look, the keys.</summary>
public static class MeFeature
{
    public static WebApplicationBuilder AddMe(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserSettingsStore>().AddScoped<MyLook>();
        return builder;
    }

    /// <summary>After it is known who asks, before anything is put into words.</summary>
    public static WebApplication UseMe(this WebApplication app)
    {
        var first = app.Configuration["Portal:DefaultCulture"] ?? Language.English.Culture;
        if (Language.Find(first) is null) throw new InvalidOperationException($"Portal:DefaultCulture is {first}; the portal speaks {string.Join(", ", Language.All.Select(one => one.Culture))}.");
        string[] cultures = [.. Language.All.Select(language => language.Culture)];
        app.Use(next => context => SettingsCookies.ReadAsync(context, next));
        app.UseRequestLocalization(options =>
        {
            // What a person chose, and nothing that a browser was delivered with.
            options.RequestCultureProviders = [new CustomRequestCultureProvider(SettingsCookies.OfStoreAsync), new CookieRequestCultureProvider()];
            options.SetDefaultCulture(first).AddSupportedCultures(cultures).AddSupportedUICultures(cultures);
        });
        return app;
    }

    public static WebApplication MapMe(this WebApplication app)
    {
        LanguageEndpoint.Map(app);
        MeEndpoint.Map(app);
        return app;
    }
}
