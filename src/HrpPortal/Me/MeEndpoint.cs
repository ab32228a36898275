using HrpPortal.Access;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Antiforgery;

namespace HrpPortal.Me;

/// <summary>The form of /me: a plain post, for the new look is the next page's.</summary>
internal static class MeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/save", SaveAsync).ExcludeFromDescription();

    private static async Task<IResult> SaveAsync(HttpContext context, IAntiforgery antiforgery, UserSettingsStore store)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || StaffMember.From(context.User) is not { } person) return Results.BadRequest();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var look = Look.Read($"{form["theme"]}.{form["density"]}.{(form["keys"] == "on" ? "keys" : "nokeys")}.{(form["sound"] == "on" ? "sound" : "silent")}.{(form["undo"] == "on" ? "undo" : "atonce")}");
        var language = Language.Find(form["language"]) ?? Language.Current;
        await store.SaveAsync(person.Id, language.Culture, look, context.RequestAborted);
        SettingsCookies.Keep(context, look, person.Id);
        SettingsCookies.Keep(context, language);
        return Results.LocalRedirect(context.Request.PathBase + PortalUrls.MeSaved);
    }
}
