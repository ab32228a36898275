using Bunit.TestDoubles;
using HrpPortal.Desk.Pages;
using HrpPortal.Patients;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Desk;

public sealed class PatientListTests : PageContext
{
    [Fact]
    public async Task A_row_shows_enough_to_tell_people_apart_and_no_whole_phone_number()
    {
        await PatientAsync();

        var row = Search().Find("tbody tr").Words();

        Assert.Equal("Asha Rao 42 years · Female 14-Mar-1984 T-000001 ••••••2345 asha.rao@sbx –", row);
    }

    [Fact]
    public async Task A_row_says_how_many_records_are_not_linked_yet()
    {
        var patient = await PatientAsync();
        await LinkAsync(patient, await RecordAsync(patient));
        await RecordAsync(patient, "Prescription");
        var cancelled = await SendAsync(patient, await RecordAsync(patient, "Old report", "OPD-3"));
        await StepAsync(cancelled, (request, now) => request.Cancel(Support.A.Clerk, now));

        Assert.EndsWith("asha.rao@sbx 2 not linked", Search().Find("tbody tr").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rao")]
    [InlineData("T-000001")]
    [InlineData("98400 12345")]
    [InlineData("asha.rao@sbx")]
    public async Task A_patient_is_found_by_name_number_phone_and_address(string text)
    {
        await PatientAsync();
        await PatientAsync("Ravi Kumar", "ravi@sbx", "9000000000");

        Assert.Equal(["Asha Rao"], Search(text).FindAll(".row-link").Select(link => link.Words()));
    }

    [Fact]
    public async Task Enter_searches_at_once_and_the_search_is_in_the_address()
    {
        await PatientAsync();
        var page = Search();
        _ = page.Find("#q").InputAsync(new() { Value = "ravi" });

        await page.Find("form").SubmitAsync();

        Assert.Equal(PortalUrls.PatientSearch("ravi"), Address);
        await page.WaitForAssertionAsync(() => Assert.Contains("No patient found for “ravi”.", page.Text(), StringComparison.Ordinal));
        Assert.Equal(["No patient found for ravi."], Announced);
    }

    [Fact]
    public async Task Enter_opens_the_only_patient_that_is_left()
    {
        var asha = await PatientAsync();
        await PatientAsync("Ravi Kumar", "ravi@sbx", "9000000000");
        var page = Search();
        _ = page.Find("#q").InputAsync(new() { Value = "T-000001" });

        await page.Find("form").SubmitAsync();

        await page.WaitForAssertionAsync(() => Assert.Equal(PortalUrls.Patient(asha.Id), Address));
    }

    [Fact]
    public async Task Names_that_begin_with_what_was_typed_come_first()
    {
        await PatientAsync("Anthony Dias", "anthony@sbx", "9000000001");
        await PatientAsync("Asha Rao", "asha@sbx", "9000000002");

        Assert.Equal(["Asha Rao", "Anthony Dias"], Search("as").FindAll(".row-link").Select(link => link.Words()));
    }

    [Fact]
    public async Task Typing_searches_after_a_pause()
    {
        await PatientAsync();
        var page = Search();

        await page.Find("#q").InputAsync(new() { Value = "asha" });

        // The browser goes there, when it is still at the list.
        var search = Assert.IsType<string>(Assert.Single(JSInterop.VerifyInvoke("patients.search").Arguments));
        Assert.Equal(PortalUrls.PatientSearch("asha"), search);
        Navigation.NavigateTo(search);
        await page.WaitForAssertionAsync(() => Assert.Equal(["1 patient"], Announced));
    }

    [Fact]
    public async Task Too_many_hits_ask_to_narrow_the_search_and_show_nobody()
    {
        for (var number = 0; number <= PatientSearch.MostRows; number++) await PatientAsync($"Asha Number{number}", $"asha{number}@sbx");

        var page = Search("asha");

        Assert.Contains("More than 20 patients. Narrow your search.", page.Text(), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("tbody tr"));
    }

    [Fact]
    public async Task Without_a_search_those_registered_last_are_shown_and_no_more()
    {
        var patients = new List<Patient>();
        for (var number = 0; number <= PatientSearch.MostRows; number++) patients.Add(await PatientAsync($"Asha {(char)('A' + number)}", $"asha{number}@sbx"));

        var names = Search().FindAll(".row-link").Select(link => link.Words()).ToList();

        // Ids tell the millisecond of the registration; within one, any order is as good.
        Assert.Equal(patients.OrderByDescending(patient => patient.Id.ToString()).Take(PatientSearch.MostRows).Select(patient => patient.Name), names);
    }

    [Fact]
    public async Task What_differs_between_patients_of_one_name_is_marked()
    {
        await PatientAsync("Asha Rao", "asha@sbx", "9000000001");
        await PatientAsync("Aasha Rao", "asha2@sbx", "9000000002");
        await PatientAsync("Asha Roy", "asha3@sbx", "9000000003");

        var page = Search("asha");

        Assert.Equal(["Asha Rao same name", "Aasha Rao same name"], page.FindAll("td.main").Select(cell => cell.Words()).Where(words => words.Contains("same", StringComparison.Ordinal)));
        var asha = page.FindAll("tbody tr")[0];
        Assert.Equal(["T-000001", "••••••0001", "asha@sbx"], asha.QuerySelectorAll("td.differs").Select(cell => cell.Words()));
    }

    [Fact]
    public async Task The_box_says_what_it_takes_the_text_for()
    {
        await PatientAsync();

        Assert.Equal("Looks like a phone number", Search("98400 12345").Find("#q-kind").Words());
        Assert.Equal("", Search("asha").Find("#q-kind").Words());
    }

    [Fact, Trait("Row", "A9")]
    public async Task A_scanned_card_opens_its_patient_and_stands_in_no_address()
    {
        var asha = await PatientAsync();
        await PatientAsync("Ravi Kumar", "ravi@sbx", "9000000000");
        var page = Search();
        _ = page.Find("#q").InputAsync(new() { Value = """{"hidn":"","phr":"asha.rao@sbx","name":"Asha Rao","gender":"F","dob":"14-3-1984"}""" });

        await page.Find("form").SubmitAsync();

        await page.WaitForAssertionAsync(() => Assert.Equal(PortalUrls.Patient(asha.Id), Address));
        Assert.DoesNotContain(Services.GetRequiredService<BunitNavigationManager>().History, entry => entry.Uri.Contains("Rao", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_counters_own_code_is_told_from_a_card()
    {
        var page = Search();
        _ = page.Find("#q").InputAsync(new() { Value = "https://phrsbx.abdm.gov.in/share-profile?hip-id=IN0710000001&counter-id=12" });

        await page.Find("form").SubmitAsync();

        await page.WaitForAssertionAsync(() => Assert.Contains("This is the counter's own QR code. Scan the patient's card.", page.Text(), StringComparison.Ordinal));
    }

    private IRenderedComponent<PatientList> Search(string? text = null)
    {
        Navigation.NavigateTo(PortalUrls.PatientSearch(text));
        return Render<PatientList>();
    }
}
