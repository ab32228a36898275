using AngleSharp.Dom;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The last step: check, send once whatever happens, and the live state after it.</summary>
public sealed class LinkWizardSendingTests : WizardContext
{
    [Fact]
    public async Task The_check_page_says_who_what_and_where_and_lets_each_be_changed()
    {
        var (patient, record) = await ReadyAsync();

        var page = await OpenCheckAsync(patient, record);

        Assert.Equal("Check before sending", page.Heading());
        var summary = page.Find("dl.summary").Words();
        foreach (var said in (string[])["Asha Rao", "asha.rao@sbx", "Consultation note", "22-Nov-2026", "new care context", "ABDM is asked by the details on file"])
            Assert.Contains(said, summary, StringComparison.Ordinal);
        Assert.Equal(PortalUrls.Draft(Draft, "records"), page.Link("Change the records").GetAttribute("href"));
        Assert.Equal("OPD records of 22-Nov-2026", page.Labelled("In the patient's app").GetAttribute("value"));
        Assert.NotNull(page.Button("Send 1 record to asha.rao@sbx"));
    }

    [Fact]
    public async Task A_saved_permission_is_named_with_its_end()
    {
        var (patient, record) = await ReadyAsync();
        await SaveAsync(new LinkingToken
        {
            Id = Guid.CreateVersion7(), HipId = HipId, Dialect = GatewayDialect.V05, AddressKey = "asha.rao@sbx", ProtectedText = "x", IssuedAt = Clock.Utc(), ExpiresAt = Clock.Utc().AddHours(6),
        });

        Assert.Contains("Saved, valid until 22-Nov-2026 21:00:00", (await OpenCheckAsync(patient, record)).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_ABDM_refuses_is_said_while_it_is_typed_and_is_not_sent()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);

        await page.Labelled("In the patient's app").ChangeAsync(new() { Value = "नमस्ते" });
        Assert.Contains("Use only English letters", page.Find("p.error").Words(), StringComparison.Ordinal);

        await SendAsync(page);
        Assert.Equal("There is a problem", page.Find("[role=alert] h2").Words());
        Assert.Equal(0, await RequestsAsync());
    }

    [Fact]
    public async Task What_was_typed_for_the_patients_app_is_what_is_sent()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);
        var typed = page.Labelled("In the patient's app").InputAsync(new() { Value = "Visit of today" });
        Assert.Contains("14/100", page.Text(), StringComparison.Ordinal);

        await page.Labelled("In the patient's app").ChangeAsync(new() { Value = "Visit of today" });
        Clock.Advance(LinkWizard.TypingPause);
        await typed;
        await SendAsync(page);

        Assert.Equal("Visit of today", (await Queries.OfPatientAsync(HipId, patient.Id)).Contexts.Single().Display);
    }

    [Fact, Trait("Row", "A4")]
    public async Task A_double_click_sends_once()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);
        var press = page.FindComponents<ActionButton>().Single().Instance.Click;

        // Both presses had left the browser before the first was answered: a disabled button alone would not stop the second.
        await page.InvokeAsync(() => Task.WhenAll(press.InvokeAsync(), press.InvokeAsync()));

        Assert.Equal("Sent", page.Heading());
        Assert.Equal(1, await RequestsAsync());
    }

    [Fact, Trait("Row", "A4")]
    public async Task A_second_tab_with_the_same_draft_shows_what_the_first_one_sent()
    {
        var (patient, record) = await ReadyAsync();
        var first = await OpenCheckAsync(patient, record);
        await using var tab = new OtherTab(Store);
        await tab.InitializeAsync();
        var second = tab.Open(Draft);

        await SendAsync(first);
        await SendAsync(second);

        await second.WaitForAssertionAsync(() => Assert.Equal("Sent", second.Heading()));
        Assert.Equal(first.Find("a.mono").Words(), second.Find("a.mono").Words());
        Assert.Equal(1, await RequestsAsync());
    }

    [Fact, Trait("Row", "A4")]
    public async Task A_reload_after_sending_shows_that_it_was_sent()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);
        await SendAsync(page);
        Assert.Equal(PortalUrls.Draft(Draft, LinkWizard.SentStep), Address);

        foreach (var again in (IRenderedComponent<LinkWizard>[])[Open(LinkWizard.SentStep), Open("check")])
        {
            Assert.Equal("Sent", again.Heading());
            Assert.Contains("sent 22-Nov-2026 15:00:00 by Kavita Clerk", again.Text(), StringComparison.Ordinal);
            Assert.DoesNotContain(again.FindAll("button"), button => button.Words().StartsWith("Send", StringComparison.Ordinal));
        }

        Assert.Equal(1, await RequestsAsync());
    }

    [Fact]
    public async Task A_record_that_another_request_took_meanwhile_leads_to_that_request()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);
        var holder = await SendAsync(patient, record);

        await SendAsync(page);

        Assert.Contains("One of these records is on its way already.", page.Find("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(PortalUrls.Link(holder), page.Link("Open that request").GetAttribute("href"));
        Assert.Equal(1, await RequestsAsync());
    }

    [Fact]
    public async Task After_sending_the_state_changes_by_itself_and_the_next_patient_is_one_press_away()
    {
        var (patient, record) = await ReadyAsync();
        var page = await OpenCheckAsync(patient, record);
        await SendAsync(page);

        Assert.Equal(["In the queue"], page.Statuses());
        Assert.Equal(PortalUrls.Desk, page.Link("Next patient").GetAttribute("href"));
        Assert.Contains("ABDM usually answers in a few seconds. You do not have to wait.", page.Text(), StringComparison.Ordinal);

        var id = (await Queries.OfDraftAsync(HipId, Draft)).Single().Id;
        await AcceptedAsync(id);
        await page.WaitForAssertionAsync(() => Assert.Equal(["Waiting for ABDM"], page.Statuses()));
        await LinkedAsync(id);
        await page.WaitForAssertionAsync(() => Assert.Equal(["Linked"], page.Statuses()));
        Assert.Contains("asha.rao@sbx can see 1 record.", page.Text(), StringComparison.Ordinal);
        Assert.Equal(["Asha Rao, 1 record: Waiting for ABDM.", "Asha Rao, 1 record: Linked."], Announced);
    }

    private async Task<(Patient Patient, HealthRecord Record)> ReadyAsync()
    {
        var patient = await PatientAsync();
        return (patient, await RecordAsync(patient));
    }

    private async Task<int> RequestsAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return await db.Set<LinkRequest>().CountAsync();
    }

    private static Task SendAsync(IRenderedComponent<LinkWizard> page) => page.Button("Send 1 record to asha.rao@sbx").ClickAsync(new());

    private Task<IRenderedComponent<LinkWizard>> OpenCheckAsync(Patient patient, HealthRecord record) =>
        OpenAsync(patient, "check", records: WizardChoices.Write([record.Id]));

    private sealed class OtherTab(TestStore store) : PageContext(store)
    {
        public IRenderedComponent<LinkWizard> Open(Guid draftId)
        {
            var page = Render<LinkWizard>(parameters => parameters.Add(one => one.DraftId, draftId).Add(one => one.StepName, "check"));
            page.WaitForElement("h1");
            return page;
        }
    }
}
