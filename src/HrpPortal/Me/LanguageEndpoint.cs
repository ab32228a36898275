using HrpPortal.Access;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Localization;

namespace HrpPortal.Me;

/// <summary>Choosing a language is a link to a whole new page: a circuit keeps the language that it began in. What was being written is in its draft.</summary>
internal static class LanguageEndpoint
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Anonymous too: the pages around the sign-in are read before it. All that a stranger's link could do is change the language.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/culture/set", (HttpContext context, string? c, string? to) =>
    {
        if (Language.Find(c) is { } language) Keep(context, language);
        context.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(context.Request.PathBase + LocalUrl.OrRoot(to));
    }).AllowAnonymous().ExcludeFromDescription();

    private static void Keep(HttpContext context, Language language) => context.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language.Culture)),
        new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = Kept, IsEssential = true });
}
