using HrpPortal.Access;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Localization;

namespace HrpPortal.Me;

/// <summary>
/// Language and look travel in two cookies, so that the first paint is right and no page waits for the store. Whose look it is
/// stands in the cookie: when another person signs in at the same counter, their own comes from the store, once.
/// </summary>
internal static partial class SettingsCookies
{
    public const string LookCookie = "hrp-look";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Keep(HttpContext context, Language language) => Append(
        context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language.Culture)));

    public static void Keep(HttpContext context, Look look, string staffId) => Append(context, LookCookie, $"{look}~{staffId}");

    /// <summary>What the cookies say, or for somebody who has just come what the store says.</summary>
    public static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        var (look, owner) = Split(context.Request.Cookies[LookCookie]);
        if (StaffMember.From(context.User) is { } person && person.Id != owner && IsPage(context.Request))
        {
            var settings = await FindAsync(context, person.Id);
            look = settings?.Look ?? Look.First;
            Keep(context, look, person.Id);
            if (Language.Find(settings?.Culture) is { } language)
            {
                Keep(context, language);
                context.Items[typeof(Language)] = language;
            }
        }

        context.Features.Set<ILookFeature>(new LookOf(look));
        await next(context);
    }

    /// <summary>The language that the store has just given, before what the cookie still says.</summary>
    public static Task<ProviderCultureResult?> OfStoreAsync(HttpContext context) =>
        Task.FromResult(context.Items[typeof(Language)] is Language language ? new ProviderCultureResult(language.Culture) : null);

    private static (Look Look, string? Owner) Split(string? cookie) =>
        cookie?.Split('~') is [var look, var owner] ? (Look.Read(look), owner) : (Look.First, null);

    private static async Task<UserSettings?> FindAsync(HttpContext context, string staffId)
    {
        try
        {
            return await context.RequestServices.GetRequiredService<UserSettingsStore>().FindAsync(staffId, context.RequestAborted);
        }
        catch (Exception problem) when (problem is System.Data.Common.DbException or TimeoutException or InvalidOperationException)
        {
            // The store is away: the page says what it can, in the looks of everybody.
            Log.NotRead(context.RequestServices.GetRequiredService<ILogger<UserSettings>>(), problem);
            return null;
        }
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static void Append(HttpContext context, string name, string value) => context.Response.Cookies.Append(
        name, value, new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = Kept, IsEssential = true });

    private sealed record LookOf(Look Look) : ILookFeature;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The settings of a person could not be read")]
        public static partial void NotRead(ILogger log, Exception problem);
    }
}
