using System.Text.RegularExpressions;
using HrpPortal.Browser.Accessibility;
using HrpPortal.Browser.Support;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Weather;

/// <summary>ABDM is away and comes back while people work: what they are told, and that they can go on.</summary>
public sealed partial class BannerTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots", "weather");

    [Fact, Trait("Row", "A14")]
    public Task An_outage_is_told_on_an_open_page_and_taken_back_without_a_reload() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Links);
        await Assertions.Expect(Banner(clerk)).ToHaveCountAsync(0);
        await clerk.MarkAsync();

        await OutageAsync();
        await Assertions.Expect(Banner(clerk)).ToContainTextAsync(NotAnswering());
        await Assertions.Expect(clerk.Page.Locator(".weather [role=status]")).ToContainTextAsync("requests are kept and sent later.");

        await BackAsync();
        await Assertions.Expect(Banner(clerk)).ToHaveCountAsync(0);
        await clerk.WasNotReloadedAsync();
    });

    [Fact, Trait("Row", "A14")]
    public Task In_an_outage_the_clerk_sends_sees_what_waits_and_it_goes_out_by_itself() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk");
        await OutageAsync();
        await SendAtDeskAsync(clerk, patient);

        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("In the queue");
        await Assertions.Expect(Banner(clerk)).ToContainTextAsync("1 request waits.");
        await PictureAsync(clerk, "queue");

        Portal.Sandbox.ClearScript();
        await Eventually.TrueAsync(async () =>
        {
            // Time passes until whoever tries next finds ABDM back; nobody presses anything.
            Portal.Clock.Advance(TimeSpan.FromSeconds(5));
            // On a slow machine the answer comes late by this clock, which the word then says.
            return (await clerk.Wizard.Status.TextContentAsync())?.StartsWith("Linked", StringComparison.Ordinal) == true;
        }, () => $"the request is not linked\n{Portal.Log.Troubles}");
        await Assertions.Expect(Banner(clerk)).ToHaveCountAsync(0);
    });

    [AxeFact, Trait("Row", "A1")]
    public Task The_banner_the_times_and_the_page_of_errors_break_no_rule_in_any_look() => WalkAsync(async journey =>
    {
        await NewErrorAsync();
        foreach (var look in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (var width in (int[])[1366, 320])
            {
                var it = await journey.SignedInAsync("admin", change: options => (options.ColorScheme, options.ViewportSize) = (look, new() { Width = width, Height = 768 }));
                await it.OpenAsync(PortalUrls.Errors);
                await it.SeesAsync("1888");
                await PassesAsync(it, $"errors-{look}-{width}");

                await OutageAsync();
                await it.OpenAsync(PortalUrls.Links);
                await Assertions.Expect(Banner(it)).ToContainTextAsync(NotAnswering());
                await it.Page.Locator(".answer-times summary").ClickAsync();
                await PassesAsync(it, $"outage-{look}-{width}");
                await BackAsync();
                await Assertions.Expect(Banner(it)).ToHaveCountAsync(0);
            }
        }
    });

    private static ILocator Banner(Person person) => person.Page.Locator(".weather");

    /// <summary>Three calls in a row find nobody: an outage, before the circuit opens.</summary>
    private async Task OutageAsync()
    {
        Portal.Sandbox.Script(new ScriptedAnswer { Status = 503, Times = 1000 });
        for (var i = 0; i < 3; i++) await AskAsync();
    }

    private async Task BackAsync()
    {
        Portal.Sandbox.ClearScript();
        await Eventually.TrueAsync(async () =>
        {
            Portal.Clock.Advance(TimeSpan.FromSeconds(5));
            await AskAsync();
            return Portal.Services.GetRequiredService<GatewayWeather>().IsAnswering;
        }, () => "the gateway does not answer");
    }

    private Task<GatewayReply> AskAsync() => Portal.Services.GetRequiredService<IGatewayApi>().SendAsync(
        new InitAuthRequest(Guid.NewGuid(), Portal.Clock.GetUtcNow(), new AuthInitQuery("nobody@sbx", AuthPurpose.Link, AuthMode.Demographics, Requester.Hip(PortalHost.HipId))),
        "sbx", CancellationToken.None);

    /// <summary>Three answers, so that there are times to tell, and one refusal that nobody knows.</summary>
    private async Task NewErrorAsync()
    {
        for (var i = 0; i < 3; i++) await LinkAsync(LinkState.Linked);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 1888, Message = "The consent manager is moving house until Friday" });
        await LinkAsync(LinkState.Refused);
        Portal.Clock.Advance(LinkTraffic.Kept);

        async Task LinkAsync(LinkState state)
        {
            var patient = await Portal.PatientAsync();
            await Portal.UntilAsync(await Portal.SendAsync(patient, await Portal.RecordAsync(patient)), state);
        }
    }

    private static async Task PassesAsync(Person person, string name)
    {
        await PictureAsync(person, name);
        var violations = await Axe.ViolationsAsync(person.Page);
        Assert.True(violations.Count == 0, $"{name}\n{string.Join('\n', violations)}");
        Assert.True(await person.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than the screen.");
    }

    private static Task PictureAsync(Person person, string name)
    {
        Directory.CreateDirectory(Pictures);
        return person.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    [GeneratedRegex(@"ABDM is not answering since \d\d:\d\d\. You can go on: requests are kept and sent later\.")]
    private static partial Regex NotAnswering();
}
