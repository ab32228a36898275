using HrpPortal.Patients;
using HrpPortal.Patients.Pages;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Patients;

public sealed class PatientFormPagesTests : PageContext
{
    [Fact, Trait("Row", "A15")]
    public async Task Registering_says_every_problem_above_and_beside_its_field()
    {
        var page = Render<NewPatient>();

        await page.Find("form").SubmitAsync();

        Assert.Equal("There is a problem", page.Find("[role=alert] h2").Words());
        foreach (var link in page.FindAll("[role=alert] a"))
        {
            var field = page.Find("#" + link.GetAttribute("data-focus-field"));
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            var error = page.Find($"#{field.GetAttribute("aria-describedby")!.Split(' ')[^1]}").Words();
            Assert.EndsWith(link.Words(), error, StringComparison.Ordinal);
        }

        Assert.Equal(4, page.FindAll("[role=alert] a").Count);
    }

    [Fact]
    public async Task A_registered_patient_is_opened()
    {
        var page = Render<NewPatient>();
        await page.Labelled("Hospital number").ChangeAsync(new() { Value = "SH-77" });
        await page.Labelled("Full name").ChangeAsync(new() { Value = "Ravi Kumar" });
        await page.Labelled("Sex").ChangeAsync(new() { Value = "M" });
        await page.Labelled("Date of birth").ChangeAsync(new() { Value = "1979-08-02" });

        await page.Find("form").SubmitAsync();

        var saved = (await Services.GetRequiredService<PatientSearch>().FindAsync(HipId, "SH-77")).Rows.Single();
        Assert.Equal(PortalUrls.Patient(saved.Id), Address);
    }

    [Fact]
    public async Task A_sex_that_was_not_offered_is_no_choice()
    {
        var page = Render<NewPatient>();

        await page.Labelled("Sex").ChangeAsync(new() { Value = "17" });
        await page.Find("form").SubmitAsync();

        Assert.NotNull(page.Link("Choose the sex that stands on the ABHA card."));
    }

    [Fact]
    public async Task Somebody_elses_change_is_not_overwritten()
    {
        var patient = await PatientAsync();
        var page = Render<EditPatient>(parameters => parameters.Add(one => one.Id, patient.Id));
        page.WaitForElement("form");
        var form = PatientForm.Of(patient);
        form.Name = "Asha Changed";
        await Services.GetRequiredService<PatientService>().CorrectAsync(HipId, patient.Id, patient.Version, form);
        await page.Labelled("Full name").ChangeAsync(new() { Value = "Asha Mine" });

        await page.Find("form").SubmitAsync();

        Assert.Contains("Somebody else changed this patient meanwhile.", page.Find("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Asha Mine", page.Labelled("Full name").GetAttribute("value"));
        await page.Button("Load what is saved now").ClickAsync(new());
        Assert.Equal("Asha Changed", page.Labelled("Full name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_correction_for_a_link_request_leads_back_to_it()
    {
        var patient = await PatientAsync();
        var link = Guid.CreateVersion7();
        Navigation.NavigateTo(PortalUrls.EditPatient(patient.Id, link));
        var page = Render<EditPatient>(parameters => parameters.Add(one => one.Id, patient.Id));

        await page.WaitForElement("form").SubmitAsync();

        Assert.Equal(PortalUrls.Link(link), Address);
    }
}
