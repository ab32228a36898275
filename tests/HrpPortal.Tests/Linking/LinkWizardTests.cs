using HrpPortal.Drafts;
using HrpPortal.Linking.Pages;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Linking;

/// <summary>The steps before sending: what is offered, what is asked, and that nothing chosen is lost.</summary>
public sealed class LinkWizardTests : WizardContext
{
    [Fact]
    public async Task Records_of_today_are_ticked_and_older_ones_are_not()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient, "Consultation note");
        await RecordAsync(patient, "Old report", "OPD-3", Today.AddDays(-40));

        var page = await OpenAsync(patient);

        Assert.Equal("Which records?", page.Heading());
        Assert.Contains("Step 3 of 4", page.Text(), StringComparison.Ordinal);
        Assert.True(page.Labelled("Consultation note").HasAttribute("checked"));
        Assert.False(page.Labelled("Old report").HasAttribute("checked"));
    }

    [Fact]
    public async Task Without_a_record_the_one_thing_to_do_is_to_add_one()
    {
        var patient = await PatientAsync();

        var page = await OpenAsync(patient);

        Assert.Equal(PortalUrls.AddRecord(patient.Id), page.Find(".actions .primary").GetAttribute("href"));
        Assert.DoesNotContain("Continue", page.Find(".actions").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_is_not_linked_gets_a_new_care_context_and_says_why()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);

        Assert.Contains("Visit OPD-21 is not linked yet: a new care context is opened for it.", (await OpenAsync(patient)).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_linked_visit_is_suggested_for_it_and_the_choice_stays_with_the_person()
    {
        var patient = await PatientAsync();
        await LinkAsync(patient, await RecordAsync(patient));
        var prescription = await RecordAsync(patient, "Prescription");

        var page = await OpenAsync(patient);

        Assert.False(page.Labelled("Consultation note").HasAttribute("checked"));
        Assert.Contains("Visit OPD-21 is linked already: the patient's app is told of the new record.", page.Text(), StringComparison.Ordinal);
        Assert.True(page.Labelled("Add to existing suggested").HasAttribute("checked"));

        await page.Labelled("New care context").ChangeAsync(new() { Value = "on" });

        Assert.True(page.Labelled("New care context").HasAttribute("checked"));
        Assert.Equal(PortalUrls.Shorten(prescription.Id), (await DraftAsync()).Records);
    }

    [Fact]
    public async Task A_linked_record_says_since_when_and_offers_to_tell_the_app_of_new_data()
    {
        var patient = await PatientAsync();
        await LinkAsync(patient, await RecordAsync(patient));
        var page = await OpenAsync(patient);
        var box = page.Labelled("Consultation note");
        Assert.False(box.HasAttribute("checked") || box.HasAttribute("disabled"));
        Assert.Contains("linked 22-Nov-2026 · Update: tick it", page.Find($"#{box.GetAttribute("aria-describedby")}").Words(), StringComparison.Ordinal);

        await box.ChangeAsync(new() { Value = true });
        Assert.DoesNotContain("Add to existing", page.Text(), StringComparison.Ordinal);
        await page.Button("Continue").ClickAsync(new());

        Assert.Equal("Check before sending", page.Heading());
        Assert.Contains("update of a linked record", page.Find("dl.summary").Words(), StringComparison.Ordinal);
        Assert.Contains("is there already. The app is told that there is new data in it.", page.Text(), StringComparison.Ordinal);
        Assert.Contains("Given with the linked visit", page.Find("dl.summary").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_whose_visit_is_on_its_way_has_to_wait()
    {
        var patient = await PatientAsync();
        await SendAsync(patient, await RecordAsync(patient));
        await RecordAsync(patient, "Prescription");

        var page = await OpenAsync(patient);

        Assert.True(page.Labelled("Prescription").HasAttribute("disabled"));
        Assert.Contains("Visit OPD-21 is being linked just now.", page.Text(), StringComparison.Ordinal);
        Assert.Contains("In the queue", page.Statuses());
    }

    [Fact]
    public async Task Nothing_ticked_is_a_problem_said_above_and_at_the_list()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        var page = await OpenAsync(patient);
        await page.Labelled("Consultation note").ChangeAsync(new() { Value = false });

        await page.Button("Continue").ClickAsync(new());

        Assert.Equal("There is a problem", page.Find("[role=alert] h2").Words());
        Assert.Equal("records", page.Link("Choose at least one record.").GetAttribute("data-focus-field"));
        Assert.Contains("Error: Choose at least one record.", page.Find("#records-error").Words(), StringComparison.Ordinal);
        Assert.Equal("Which records?", page.Heading());
    }

    [Fact]
    public async Task Permission_says_what_is_sent_and_asks_for_one_tick()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        var page = await OpenAsync(patient, told: false);

        Assert.Equal("Permission", page.Heading());
        Assert.Contains("Step 2 of 4", page.Text(), StringComparison.Ordinal);
        Assert.Equal(PortalUrls.Draft(Draft, "permission"), Address);
        Assert.Equal(["Asha Rao", "Female", "14-Mar-1984", "asha.rao@sbx"], page.FindAll("dd").Select(fact => fact.Words()));

        await page.Button("Continue").ClickAsync(new());
        Assert.Equal("true", page.Labelled("I told the patient").GetAttribute("aria-invalid"));

        await page.Labelled("I told the patient").ChangeAsync(new() { Value = true });
        await page.Button("Continue").ClickAsync(new());
        Assert.Equal("Which records?", page.Heading());
        Assert.Equal(PortalUrls.Draft(Draft, "records"), Address);
    }

    [Fact]
    public async Task A_step_that_was_not_earned_is_not_shown()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);

        Assert.Equal("Permission", (await OpenAsync(patient, "check", told: false)).Heading());
        Assert.Equal("Which records?", (await OpenAsync(patient, "check", records: "")).Heading());
    }

    [Fact, Trait("Row", "A5")]
    public async Task A_reload_keeps_what_was_chosen()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        await RecordAsync(patient, "Old report", "OPD-3", Today.AddDays(-40));
        var page = await OpenAsync(patient);
        await page.Labelled("Old report").ChangeAsync(new() { Value = true });
        await page.Labelled("Consultation note").ChangeAsync(new() { Value = false });

        var again = Open("records");

        Assert.True(again.Labelled("Old report").HasAttribute("checked"));
        Assert.False(again.Labelled("Consultation note").HasAttribute("checked"));
    }

    [Fact]
    public async Task What_is_typed_into_the_address_by_hand_chooses_nothing_of_others()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        var other = await RecordAsync(await PatientAsync("Ravi Kumar", "ravi@sbx"), "Someone else's note");

        var page = await OpenAsync(patient, "check", records: $"{PortalUrls.Shorten(other.Id)}.rubbish.~~.{new string('A', 22)}");

        Assert.Equal("Which records?", page.Heading());
        Assert.DoesNotContain("Someone else's note", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_PHR_address_it_is_asked_for_first_and_typed_in_the_right_shape()
    {
        var patient = await PatientAsync(address: null);
        await RecordAsync(patient);

        var page = await OpenAsync(patient, told: false);
        Assert.Equal("Which ABHA address?", page.Heading());
        await page.Labelled("ABHA address").ChangeAsync(new() { Value = "asha rao" });
        await page.Find("form").SubmitAsync();
        Assert.Contains("Enter an address such as name@abdm", page.Find("p.error").Words(), StringComparison.Ordinal);

        await page.Labelled("ABHA address").ChangeAsync(new() { Value = "asha.rao@sbx" });
        await page.Find("form").SubmitAsync();

        Assert.Equal("Permission", page.Heading());
        Assert.Contains("asha.rao@sbx", page.FindAll("dd").Select(fact => fact.Words()));
    }

    [Fact]
    public async Task An_address_that_another_patient_has_is_not_taken()
    {
        await PatientAsync("Ravi Kumar", "ravi@sbx", "9000000000");
        var page = await OpenAsync(await PatientAsync(address: null), told: false);

        await page.Labelled("ABHA address").ChangeAsync(new() { Value = "ravi@sbx" });
        await page.Find("form").SubmitAsync();

        Assert.Contains("This ABHA is already on file of Ravi Kumar", page.Find("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Which ABHA address?", page.Heading());
    }

    [Fact, Trait("Row", "A5")]
    public async Task What_is_typed_is_kept_before_the_field_is_left()
    {
        var page = await OpenAsync(await PatientAsync(address: null), told: false);

        // The handler ends when the pause is over.
        var typed = page.Labelled("ABHA address").InputAsync(new() { Value = "asha.r" });
        Assert.Null((await DraftAsync()).Address);
        Clock.Advance(LinkWizard.TypingPause);
        await typed;

        Assert.Equal("asha.r", (await DraftAsync()).Address);
        Assert.Contains("Saved 15:00", page.Text(), StringComparison.Ordinal);
        Assert.Equal("asha.r", Open("address").Labelled("ABHA address").GetAttribute("value"));
    }

    [Fact]
    public async Task A_draft_is_its_clerks_alone_and_is_kept_for_a_day()
    {
        var patient = await PatientAsync();
        await RecordAsync(patient);
        await OpenAsync(patient);

        Assert.Null(await Drafts.FindAsync(HipId, "somebody-else", Draft));
        Assert.Null(await Drafts.OpenAsync(HipId, "somebody-else", patient.Id, Draft, null));
        Clock.Advance(DraftStore.Kept - TimeSpan.FromMinutes(1));
        Assert.NotNull(await Drafts.FindAsync(HipId, PersonId, Draft));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await Drafts.FindAsync(HipId, PersonId, Draft));
    }
}
