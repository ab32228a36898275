using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Linking;

/// <summary>However often "Send" is pressed, wherever: one link request, one call of the gateway.</summary>
[Trait("Row", "A4")]
public sealed class SendOnceTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_double_click_sends_once() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);

        await clerk.Wizard.Send.DblClickAsync();

        await SentOnceAsync(clerk, patient);
    });

    [Fact]
    public Task Enter_and_clicks_before_the_page_can_answer_send_once() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);

        // All in one turn of the browser: none of them can know of the others.
        await clerk.Wizard.Send.EvaluateAsync(
            """
            button => {
              button.focus();
              button.click();
              document.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', ctrlKey: true, bubbles: true }));
              button.click();
            }
            """);

        await SentOnceAsync(clerk, patient);
    });

    [Fact, Trait("Row", "B2")]
    public Task Fifty_clicks_before_the_first_render_and_one_on_the_button_that_is_gone_send_once() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);

        // In one turn of the browser: all fifty events are on their way before the server's first answer is drawn.
        await clerk.Wizard.Send.EvaluateAsync("button => { window.gone = button; for (let i = 0; i < 50; i++) button.click(); }");
        await clerk.Wizard.StepIsAsync("Sent");
        await clerk.Page.EvaluateAsync("() => { document.querySelector('main').append(window.gone); window.gone.click(); window.gone.remove(); }");

        await SentOnceAsync(clerk, patient);
    });

    [Fact]
    public Task Two_tabs_of_the_same_draft_send_once_and_show_the_same_request() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);
        var second = await Journey.SecondTabAsync(clerk, clerk.Page.Url);
        await second.Wizard.StepIsAsync("Check before sending");

        await Task.WhenAll(clerk.Wizard.Send.ClickAsync(), second.Wizard.Send.ClickAsync());

        await SentOnceAsync(clerk, patient);
        await second.Wizard.StepIsAsync("Sent");
        Assert.Equal(await clerk.Page.Locator(".sent a.mono").InnerTextAsync(), await second.Page.Locator(".sent a.mono").InnerTextAsync());
    });

    [Fact]
    public Task Two_drafts_of_the_same_record_send_once_and_the_second_is_shown_the_first() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);
        var second = await Journey.SecondTabAsync(clerk, PortalUrls.Patient(patient.Id));
        await second.Patient.LinkRecords.ClickAsync();
        await second.Wizard.ToCheckAsync();

        await clerk.Wizard.Send.ClickAsync();
        await SentOnceAsync(clerk, patient);
        await second.Wizard.Send.ClickAsync();

        await second.SeesAsync("One of these records is on its way already.");
        Assert.Equal(1, await RequestsAsync(patient));
        await second.Page.GetByRole(AriaRole.Link, new() { Name = "Open that request" }).ClickAsync();
        await Assertions.Expect(second.Link.Status).ToHaveTextAsync("Linked");
    });

    [Fact]
    public Task A_reload_and_the_way_back_after_sending_show_what_was_sent() => WalkAsync(async journey =>
    {
        var (clerk, patient) = await AtCheckAsync(journey);
        var check = clerk.Page.Url;
        await clerk.Wizard.Send.ClickAsync();
        await SentOnceAsync(clerk, patient);

        await clerk.Page.ReloadAsync();
        await SentOnceAsync(clerk, patient);
        await clerk.OpenAsync(check);
        await SentOnceAsync(clerk, patient);
        await Assertions.Expect(clerk.Wizard.Send).ToHaveCountAsync(0);
        await clerk.Page.GoBackAsync();
        await clerk.Wizard.StepIsAsync("Sent");
    });

    private async Task<(Person Clerk, Patient Patient)> AtCheckAsync(Journey journey)
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.ToCheckAsync();
        return (clerk, patient);
    }

    private async Task SentOnceAsync(Person clerk, Patient patient)
    {
        await clerk.Wizard.StepIsAsync("Sent");
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        Assert.Equal((1, 1), (await RequestsAsync(patient), Calls(CallPaths.AddContexts, patient)));
    }

    private async Task<int> RequestsAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<LinkRequest>().CountAsync(request => request.PatientId == patient.Id);
    }
}
