using System.Globalization;
using System.Net;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Tests.Support;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components.Rendering;

namespace HrpPortal.Tests.Me;

/// <summary>The language of a page: chosen by a link, kept by a cookie, and left only to addresses of the portal.</summary>
[Trait("Row", "A16")]
public sealed class LanguageTests
{
    [Fact]
    public async Task A_page_is_English_until_Hindi_is_chosen_and_says_so()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();
        var english = await browser.GetStringAsync(new Uri("/account/signed-out", UriKind.Relative));
        Assert.Contains("<html lang=\"en-IN\"", english, StringComparison.Ordinal);

        using var chosen = await browser.GetAsync(new Uri("/culture/set?c=hi-IN&to=%2Faccount%2Fsigned-out%3Fa%3D1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        var cookie = Assert.Single(chosen.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(".AspNetCore.Culture=", cookie, StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);

        var hindi = await browser.GetStringAsync(new Uri("/account/signed-out", UriKind.Relative));
        Assert.Contains("<html lang=\"hi\"", hindi, StringComparison.Ordinal);
        Assert.Contains("भारतीय मानक समय", WebUtility.HtmlDecode(hindi), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/links?status=linked", "/links?status=linked")]
    [InlineData("//elsewhere.test/", "/")]
    [InlineData("https://elsewhere.test/", "/")]
    [InlineData("/\\elsewhere.test", "/")]
    [InlineData(null, "/")]
    public async Task The_way_back_is_a_page_of_the_portal(string? to, string expected)
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();

        using var answer = await browser.GetAsync(new Uri("/culture/set?c=hi-IN" + (to is null ? "" : "&to=" + Uri.EscapeDataString(to)), UriKind.Relative));

        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_language_that_the_portal_does_not_speak_changes_nothing()
    {
        await using var portal = await PortalHost.StartAsync();
        using var browser = portal.Anonymous();

        using var answer = await browser.GetAsync(new Uri("/culture/set?c=fr-FR&to=/links", UriKind.Relative));

        Assert.Equal("/links", answer.Headers.Location?.OriginalString);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    /// <summary>ABDM refuses other letters: the date of a Hindi page in it would have cost every new link of that clerk.</summary>
    [Fact]
    public void What_the_patients_app_will_show_is_English_whoever_sends_it()
    {
        using var speaks = Speaks.In("hi-IN");
        var record = new HealthRecord
        {
            Id = Guid.NewGuid(), HipId = PortalHost.HipId, PatientId = Guid.NewGuid(), VisitNumber = "OPD-1", Date = new DateOnly(2026, 11, 22), HiType = HiType.OPConsultation,
            Title = "Consultation note", CreatedAt = DateTime.UnixEpoch,
        };

        Assert.Equal("OPD records of 22-Nov-2026", NewCareContext.ProposedDisplay([record]));
    }

    [Theory]
    [InlineData("en-IN", 11, "22-Nov-2026")]
    [InlineData("en-IN", 9, "22-Sep-2026")]
    [InlineData("hi-IN", 11, "22-नव॰-2026")]
    [InlineData("hi-IN", 5, "22-मई-2026")]
    public void A_day_is_written_in_the_language_of_the_page_with_the_digits_0_to_9(string culture, int month, string expected)
    {
        using var speaks = Speaks.In(culture);
        Assert.Equal(expected, PortalTime.Day(new DateOnly(2026, month, 22)));
    }
}

/// <summary>What others change on a page that is open in another language than theirs.</summary>
[Trait("Row", "A16")]
public sealed class LiveLanguageTests : PageContext
{
    [Fact]
    public async Task A_change_told_from_a_thread_of_another_language_leaves_the_page_in_its_own()
    {
        IRenderedComponent<Watcher> page;
        using (Speaks.In("hi-IN")) page = Render<Watcher>();
        Assert.Equal("hi-IN 22-नव॰-2026", page.Text());
        var seen = page.RenderCount;

        using (Speaks.In("en-IN")) await Task.Run(() => Live.Publish(new LiveChange("watched", Guid.Empty, "")));

        await page.WaitForStateAsync(() => page.RenderCount > seen);
        Assert.Equal("hi-IN 22-नव॰-2026", page.Text());
    }

    private sealed class Watcher : LiveComponent
    {
        private string _says = "";

        protected override IEnumerable<string> Topics => ["watched"];

        protected override Task ReadAsync()
        {
            _says = $"{CultureInfo.CurrentUICulture.Name} {PortalTime.Day(new DateOnly(2026, 11, 22))}";
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, _says);
    }
}
