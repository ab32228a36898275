using System.Net;
using System.Text.Json;
using HrpPortal.Access;
using HrpPortal.Me;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Me;

/// <summary>What a person chose goes with them from counter to counter, and is on the first byte of each page.</summary>
public sealed class SettingsTests
{
    private static readonly Look Dark = new(Colours.Dark, Spacing.Compact, SingleKeys: false, Sound: true, Undo: true);

    [Fact]
    public void A_look_survives_its_cookie_and_nonsense_is_the_first_look()
    {
        Assert.Equal(Dark, Look.Read(Dark.ToString()));
        Assert.All((string?[])[null, "", "dark", "a.b.c.d.e"], text => Assert.Equal(Look.First, Look.Read(text)));
        Assert.Equal(Look.First, Look.Read("99.nothing.keys.silent"));
        // As it was kept before there was an undo.
        Assert.Equal(Dark with { Undo = false }, Look.Read("dark.compact.nokeys.sound"));
    }

    [Fact]
    public async Task A_page_is_in_the_looks_of_who_opens_it_also_where_another_person_worked_before()
    {
        await using var portal = await PortalHost.StartAsync();
        var store = portal.Services.GetRequiredService<UserSettingsStore>();
        await store.SaveAsync(IdOf(portal, "asha"), "hi-IN", Dark);
        using var browser = portal.Anonymous();

        var (asha, cookies) = await PageAsync(browser, StaffCookie.ForPerson(portal.Services, "asha", "Asha", Roles.Clerk), "");
        Assert.Contains("<html lang=\"hi\" data-theme=\"dark\" data-density=\"compact\" data-keys=\"off\" data-sound=\"on\"", asha, StringComparison.Ordinal);
        Assert.Contains("content=\"dark\"", asha, StringComparison.Ordinal);

        // Ravi, who chose nothing, at the same browser: not in Asha's colours, and in the language that the counter has.
        var (ravi, _) = await PageAsync(browser, StaffCookie.ForPerson(portal.Services, "ravi", "Ravi", Roles.Clerk), cookies);
        Assert.Contains("<html lang=\"hi\" data-theme=\"system\" data-density=\"comfortable\" data-keys=\"on\" data-sound=\"off\"", ravi, StringComparison.Ordinal);

        // And the store is not asked again while the cookie is the person's own.
        await store.SaveAsync(IdOf(portal, "asha"), "en-IN", Look.First);
        var (again, _) = await PageAsync(browser, StaffCookie.ForPerson(portal.Services, "asha", "Asha", Roles.Clerk), cookies);
        Assert.Contains("data-theme=\"dark\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_a_language_is_kept_for_the_person()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", StaffCookie.ForPerson(portal.Services, "asha", "Asha", Roles.Clerk));

        using var answer = await browser.GetAsync(new Uri("/culture/set?c=hi-IN&to=/me", UriKind.Relative));

        var settings = await portal.Services.GetRequiredService<UserSettingsStore>().FindAsync(IdOf(portal, "asha"));
        Assert.Equal(("hi-IN", Look.First), (settings?.Culture, settings?.Look));
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", StaffCookie.ForPerson(portal.Services, "asha", "Asha", Roles.Clerk));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["theme"] = "Dark" });

        using var answer = await browser.PostAsync(new Uri(PortalUrls.SaveMe, UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await portal.Services.GetRequiredService<UserSettingsStore>().FindAsync(IdOf(portal, "asha")));
    }

    [Fact, Trait("Row", "A22")]
    public async Task How_long_a_session_goes_on_can_be_asked_without_making_it_longer()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", StaffCookie.ForPerson(portal.Services, "asha", "Asha", Roles.Clerk));
        await browser.GetAsync(new Uri("/account/alive", UriKind.Relative));

        portal.Clock.Advance(TimeSpan.FromMinutes(14));
        var (seconds, canStay) = await LeftAsync(browser);
        Assert.InRange(seconds, 1, 60);
        Assert.True(canStay);
        Assert.InRange((await LeftAsync(browser)).Seconds, 1, 60);

        await browser.GetAsync(new Uri("/account/alive", UriKind.Relative));
        Assert.InRange((await LeftAsync(browser)).Seconds, 14 * 60, 15 * 60);
    }

    /// <summary>The dark colours stand in the style sheet twice: for who chose them, and for who leaves it to the system.</summary>
    [Fact]
    public void Dark_is_the_same_whoever_chose_it()
    {
        var css = Architecture.Sources.Text("wwwroot/app.css");
        var chosen = Tokens(css, ":root[data-theme=dark] {");
        Assert.True(chosen.Count > 20);
        Assert.Equal(Tokens(css, ":root:not([data-theme=light]) {"), chosen);
    }

    private static List<string> Tokens(string css, string block)
    {
        var start = css.IndexOf(block, StringComparison.Ordinal) + block.Length;
        return [.. css[start..css.IndexOf('}', start)].Split(';', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("--", StringComparison.Ordinal))];
    }

    private static string IdOf(PortalHost portal, string subject) => StaffMember.From(StaffCookie.Principal(portal.Clock, subject, subject, [Roles.Clerk]))!.Id;

    private static async Task<(int Seconds, bool CanStay)> LeftAsync(HttpClient browser)
    {
        var left = JsonDocument.Parse(await browser.GetStringAsync(new Uri("/account/session", UriKind.Relative))).RootElement;
        return (left.GetProperty("seconds").GetInt32(), left.GetProperty("canStay").GetBoolean());
    }

    private static async Task<(string Html, string Cookies)> PageAsync(HttpClient browser, string session, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PortalUrls.Me);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", cookies.Length == 0 ? session : $"{session}; {cookies}");
        using var answer = await browser.SendAsync(request);
        var set = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.Select(value => value.Split(';')[0]) : [];
        return (await answer.Content.ReadAsStringAsync(), string.Join("; ", set.Where(value => value.StartsWith("hrp-look", StringComparison.Ordinal) || value.StartsWith(".AspNetCore.Culture", StringComparison.Ordinal))));
    }
}
