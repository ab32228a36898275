using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Office;

/// <summary>The live list on a screen: the ground does not move, keys work under any layout, and times are India's.</summary>
public sealed class LiveListTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A3")]
    public Task Under_a_burst_of_answers_focus_and_scroll_stay_and_not_every_change_is_said_by_itself() => WalkAsync(async journey =>
    {
        var patients = await WaitingAsync(12, "burst");
        var office = await journey.SignedInAsync("records", PortalUrls.LinkList(text: "burst"));
        await Assertions.Expect(office.Links.Rows).ToHaveCountAsync(12);
        await office.Page.Locator(".row-link").Nth(8).FocusAsync();
        await office.Page.EvaluateAsync(
            """
            () => {
              window.scrollTo(0, 120);
              window.said = [];
              new MutationObserver(() => window.said.push(document.querySelector('[role=status][aria-live=polite]').textContent))
                .observe(document.querySelector('[role=status][aria-live=polite]'), { childList: true, characterData: true, subtree: true });
            }
            """);
        var before = await WhereAsync(office.Page);

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(office.Page.Locator("table.links .chip.good")).ToHaveCountAsync(12);
        Assert.Equal(before, await WhereAsync(office.Page));
        Assert.InRange(await office.Page.EvaluateAsync<int>("() => window.said.length"), 1, patients.Count / 2);
    });

    [Fact]
    public Task New_rows_wait_while_the_list_has_the_focus_and_N_shows_them_under_any_layout() => WalkAsync(async journey =>
    {
        await WaitingAsync(2);
        var office = await journey.SignedInAsync("records", PortalUrls.Links);
        await office.AnswersAsync();
        await Assertions.Expect(office.Links.Rows.First).ToBeVisibleAsync();
        var first = await office.Page.Locator(".row-link").First.TextContentAsync();
        await PressAsync(office.Page, "KeyJ", "ज");
        await Assertions.Expect(office.Page.Locator(".row-link").First).ToBeFocusedAsync();
        await Assertions.Expect(office.Page.Locator("[data-held]")).ToBeCheckedAsync();

        await WaitingAsync(1);

        await Assertions.Expect(office.Links.ShowNew).ToBeVisibleAsync();
        await Assertions.Expect(office.Page.Locator(".row-link").First).ToHaveTextAsync(first!);
        await PressAsync(office.Page, "KeyN", "न");
        await Assertions.Expect(office.Page.Locator(".row-link").First).Not.ToHaveTextAsync(first!);
        await Assertions.Expect(office.Links.ShowNew).ToHaveCountAsync(0);

        await PressAsync(office.Page, "KeyP", "p");
        await Assertions.Expect(office.Page.Locator(".live-chip")).ToContainTextAsync("Paused");
        await PressAsync(office.Page, "KeyP", "p");
        await Assertions.Expect(office.Page.Locator(".live-chip")).ToContainTextAsync("Live · updated");
        await PressAsync(office.Page, "KeyF", "f");
        await Assertions.Expect(office.Page.Locator("#text")).ToBeFocusedAsync();
        await office.Page.Keyboard.TypeAsync("pnxr");
        await Assertions.Expect(office.Page.Locator("#text")).ToHaveValueAsync("pnxr");
        await Assertions.Expect(office.Page.Locator(".live-chip")).ToContainTextAsync("Live · updated");
        await Portal.Sandbox.ReleaseAsync();
    });

    [Fact]
    public Task X_ticks_R_tries_again_and_Enter_opens() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync(account => account with { Name = "Somebody Else" });
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, LinkState.NeedsHuman);
        var office = await journey.SignedInAsync("records", PortalUrls.LinkList(text: patient.Number));
        await office.AnswersAsync();

        await office.Page.Locator(".row-link").FocusAsync();
        await PressAsync(office.Page, "KeyX", "x");
        await Assertions.Expect(office.Page.Locator(".bulk")).ToContainTextAsync("1 selected");
        await Assertions.Expect(office.Page.Locator(".bulk")).ToContainTextAsync("Try 1 again");
        Portal.Sandbox.AddAccount(new(patient.PhrAddress!, patient.Name, patient.Gender.ToString(), HrpPortal.Gateway.Demographic.Day(patient.BirthDate)));
        await office.Page.Locator(".row-link").FocusAsync();
        await PressAsync(office.Page, "KeyR", "r");
        await Assertions.Expect(office.Links.Status(patient.Number)).ToHaveTextAsync("Linked");
        await office.Page.Locator(".row-link").FocusAsync();
        await office.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(office.Link.Status).ToHaveTextAsync("Linked");
    });

    [Fact, Trait("Row", "A17")]
    public Task Times_of_the_list_are_those_of_India_wherever_the_browser_stands() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        var done = await Portal.UntilAsync(id, LinkState.Linked);
        var sent = TimeZoneInfo.ConvertTimeFromUtc(done.Row.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));
        foreach (var zone in (string[])["UTC", "America/New_York"])
        {
            var office = await journey.SignedInAsync("records", PortalUrls.LinkList(text: patient.Number), options => options.TimezoneId = zone);
            await Assertions.Expect(office.Links.Row(patient.Number)).ToContainTextAsync($"{sent:HH:mm:ss}");
        }
    });

    [Fact, Trait("Row", "A13")]
    public Task A_callback_that_nobody_asked_for_is_in_the_inbox_and_counted_in_the_title() => WalkAsync(async journey =>
    {
        var office = await journey.SignedInAsync("records", PortalUrls.Inbox);
        await office.AnswersAsync();
        await Portal.CallBackAsync(HrpPortal.Gateway.CallbackPaths.OnAddContexts,
            $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000000","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"{{{Guid.NewGuid()}}}"}}""");

        await Assertions.Expect(office.Page.Locator("table.inbox")).ToContainTextAsync("Answer to a link request");
        await Assertions.Expect(office.Page.Locator("[data-inbox-count]")).ToBeVisibleAsync();
        await Assertions.Expect(office.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(\d+\) Inbox"));
        await office.Page.Locator("[data-claim]").First.ClickAsync();
        await Assertions.Expect(office.Page.Locator("table.inbox")).ToContainTextAsync("You");
    });

    /// <summary>Requests that ABDM has taken and not answered yet.</summary>
    private async Task<List<Patient>> WaitingAsync(int count, string name = "later")
    {
        var patients = new List<Patient>();
        for (var number = 0; number < count; number++)
        {
            Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
            var patient = await Portal.PatientAsync(address: $"{name}.{Guid.NewGuid():N}"[..28] + "@sbx");
            await Portal.UntilAsync(await Portal.SendAsync(patient, await Portal.RecordAsync(patient)), LinkState.Accepted);
            patients.Add(patient);
        }

        return patients;
    }

    private static Task<string> WhereAsync(IPage page) =>
        page.EvaluateAsync<string>("() => `${document.activeElement.getAttribute('href')} ${window.scrollY} ${document.activeElement.getBoundingClientRect().top}`");

    /// <summary>A key at its place, whatever letter the layout puts there.</summary>
    private static Task PressAsync(IPage page, string code, string key) => page.EvaluateAsync(
        "([code, key]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }))", new[] { code, key });
}
