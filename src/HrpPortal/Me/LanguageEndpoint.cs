using HrpPortal.Access;
using HrpPortal.Ui;

namespace HrpPortal.Me;

/// <summary>Choosing a language is a link to a whole new page: a circuit keeps the language that it began in. What was being written is in its draft.</summary>
internal static class LanguageEndpoint
{
    /// <summary>Anonymous too: the pages around the sign-in are read before it. All that a stranger's link could do is change the language.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/culture/set", async (HttpContext context, UserSettingsStore store, string? c, string? to) =>
    {
        if (Language.Find(c) is { } language)
        {
            SettingsCookies.Keep(context, language);
            if (StaffMember.From(context.User) is { } person) await store.SaveAsync(person.Id, language.Culture, look: null, context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(context.Request.PathBase + LocalUrl.OrRoot(to));
    }).AllowAnonymous().ExcludeFromDescription();
}
