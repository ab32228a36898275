using HrpPortal.CareContexts.Pages;
using HrpPortal.Desk.Pages;
using HrpPortal.Live;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Desk;

public sealed class PatientPageTests : PageContext
{
    [Fact]
    public async Task What_is_not_linked_comes_first_with_one_button_for_it()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        await RecordAsync(patient, "Prescription");

        var page = Open(patient.Id);

        Assert.Equal("Asha Rao", page.Heading());
        Assert.Equal("2 records are not linked yet", page.Find("#not-linked").Words());
        Assert.StartsWith($"/patients/{patient.Id}/link/", page.Link("Link 2 records").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_counts_what_the_wizard_will_have_ticked()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        await RecordAsync(patient, "Old report", "OPD-3", Today.AddDays(-40));

        var page = Open(patient.Id);

        Assert.Equal("2 records are not linked yet", page.Find("#not-linked").Words());
        Assert.NotNull(page.Link("Link 1 record"));
    }

    [Fact]
    public async Task Without_an_address_it_asks_for_one_instead_of_offering_to_link()
    {
        var patient = await PatientAsync(address: null);
        await RecordAsync(patient);

        var page = Open(patient.Id);

        Assert.NotNull(page.Link("Add the ABHA address"));
        Assert.DoesNotContain(page.FindAll("a"), link => link.Words().StartsWith("Link ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_record_shows_its_links_state_as_it_changes()
    {
        var patient = await PatientAsync();
        var id = await SendAsync(patient, await RecordAsync(patient));
        var page = Open(patient.Id);
        Assert.Contains("on its way to ABDM", page.Text(), StringComparison.Ordinal);

        await AcceptedAsync(id);
        await LinkedAsync(id);

        await page.WaitForAssertionAsync(() => Assert.Equal(["Linked", "Linked"], page.Statuses()));
        Assert.Contains("linked 22-Nov-2026", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_draft_stays_the_same_until_one_was_sent()
    {
        var patient = await PatientAsync();
        var record = await RecordAsync(patient);
        await RecordAsync(patient, "Prescription", "OPD-22");
        var page = Open(patient.Id);
        var address = page.Link("Link 2 records").GetAttribute("href");

        Live.Publish(new LiveChange(LiveTopics.One("patient", patient.Id), patient.Id, "RecordAdded"));
        Assert.Equal(address, page.Link("Link 2 records").GetAttribute("href"));

        await SendAsync(patient, record);
        await page.WaitForAssertionAsync(() => Assert.NotEqual(address, page.Link("Link 1 record").GetAttribute("href")));
    }

    [Fact]
    public async Task A_record_added_at_another_desk_appears_by_itself()
    {
        var patient = await PatientAsync();
        var page = Open(patient.Id);
        Assert.Equal("No records yet", page.Find("#not-linked").Words());
        var form = Render<AddRecord>(parameters => parameters.Add(one => one.Id, patient.Id));
        await form.Labelled("Visit number").ChangeAsync(new() { Value = "OPD-21" });
        await form.Labelled("Kind of record").ChangeAsync(new() { Value = "Prescription" });
        await form.Labelled("Title").ChangeAsync(new() { Value = "Prescription" });

        await form.Find("form").SubmitAsync();

        await page.WaitForAssertionAsync(() => Assert.Equal("1 record is not linked yet", page.Find("#not-linked").Words()));
        Assert.Equal(PortalUrls.Patient(patient.Id), Address);
    }

    [Fact]
    public async Task A_record_form_says_what_is_missing_beside_the_field()
    {
        var patient = await PatientAsync();
        var form = Render<AddRecord>(parameters => parameters.Add(one => one.Id, patient.Id));

        await form.Find("form").SubmitAsync();

        Assert.Equal(["visit", "hi-type", "title"], form.FindAll("[role=alert] a").Select(link => link.GetAttribute("data-focus-field")));
        Assert.Equal("2026-11-22", form.Labelled("Date").GetAttribute("value"));
    }

    /// <summary>Shown when it is written down that the patient was opened.</summary>
    private IRenderedComponent<PatientPage> Open(Guid id)
    {
        var page = Render<PatientPage>(parameters => parameters.Add(one => one.Id, id));
        page.WaitForElement("h1");
        return page;
    }
}
