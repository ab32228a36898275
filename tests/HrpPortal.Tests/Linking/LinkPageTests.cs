using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Patients;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>One link request: the next step first, what happened in order, and buttons that do what they say.</summary>
public sealed class LinkPageTests : PageContext
{
    public LinkPageTests() => Role = Roles.Records;

    [Fact]
    public async Task It_tells_what_happened_in_order_and_what_is_where()
    {
        var patient = await PatientAsync();
        var page = Open(await LinkAsync(patient, await RecordAsync(patient)));

        Assert.Equal(["Linked"], page.Statuses());
        Assert.Contains("1 record of Asha Rao to asha.rao@sbx", page.Text(), StringComparison.Ordinal);
        Assert.Equal(
        [
            "22-Nov-2026 15:00:00 Kavita sent 1 record to be linked to asha.rao@sbx.", "15:00:00 The portal handed the request to ABDM.",
            "15:00:00 ABDM has taken the request and will answer.", "15:00:00 ABDM linked 1 record to asha.rao@sbx.",
        ], page.FindAll(".timeline li").Select(line => line.Words()));
        Assert.Contains("New care context CC-OPD-21", page.Text(), StringComparison.Ordinal);
        Assert.Contains("202", page.Find("details").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("23:59:59", "L-26K22-")]
    [InlineData("1.00:00:00", "L-26K23-")]
    public async Task Its_reference_carries_the_day_of_India(string clockInIndia, string begins)
    {
        Clock.Advance(TimeSpan.Parse(clockInIndia, CultureInfo.InvariantCulture) - TimeSpan.FromHours(15));
        var patient = await PatientAsync();

        var page = Open(await SendAsync(patient, await RecordAsync(patient)));

        Assert.Contains(begins, page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queued_request_can_be_cancelled_and_linked_again()
    {
        var patient = await PatientAsync();
        var record = await RecordAsync(patient);
        var page = Open(await SendAsync(patient, record));

        await page.Button("Cancel this request").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Equal(["Cancelled"], page.Statuses()));
        Assert.Contains("Kavita Clerk cancelled the request before it was sent.", page.Text(), StringComparison.Ordinal);
        Assert.Contains($"records={PortalUrls.Shorten(record.Id)}", page.Link("Link again").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_that_differ_are_corrected_first_and_tried_again_then()
    {
        var patient = await PatientAsync();
        var id = await SendAsync(patient, await RecordAsync(patient));
        await StepAsync(id, (request, now) => request.PermissionStopped(LinkReason.DetailsDiffer, "1441", "Invalid auth confirm request.", now));
        var page = Open(id);

        Assert.Equal(["Needs action"], page.Statuses());
        Assert.Contains("Compare with the patient's ABHA card, correct what differs and try again.", page.Find(".next").Words(), StringComparison.Ordinal);
        var correct = page.Link("Correct the details");
        Assert.Contains("primary", correct.ClassName!, StringComparison.Ordinal);
        Assert.Equal(PortalUrls.EditPatient(patient.Id, id), correct.GetAttribute("href"));

        Clock.Advance(TimeSpan.FromMinutes(1));
        var form = PatientForm.Of(patient);
        form.Name = "Asha R Rao";
        Assert.IsType<PatientSaved.Saved>(await Services.GetRequiredService<PatientService>().CorrectAsync(HipId, patient.Id, patient.Version, form));

        page = Open(id);
        Assert.Contains("The patient's details were corrected at 15:01:00. Try again now.", page.Text(), StringComparison.Ordinal);
        await page.Button("Try again").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal(["In the queue"], page.Statuses()));
        Assert.Contains("Kavita Clerk tried again.", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_again_too_late_says_so()
    {
        var patient = await PatientAsync();
        var id = await SendAsync(patient, await RecordAsync(patient));
        await StepAsync(id, (request, now) => request.PermissionStopped(LinkReason.PermissionRefused, null, null, now));
        var page = Open(id);
        var press = page.FindComponent<NextStepPart>().Instance.TryAgain;
        await Services.GetRequiredService<LinkService>().TryAgainAsync(HipId, id, Support.A.Clerk);

        await page.InvokeAsync(() => press.InvokeAsync());

        await page.WaitForAssertionAsync(() => Assert.Contains("This request does not wait for a person any more.", page.Text(), StringComparison.Ordinal));
    }

    [Fact, Trait("Row", "A2")]
    public async Task An_open_page_follows()
    {
        var patient = await PatientAsync();
        var id = await SendAsync(patient, await RecordAsync(patient));
        var page = Open(id);

        await AcceptedAsync(id);
        await page.WaitForAssertionAsync(() => Assert.Equal(["Waiting for ABDM"], page.Statuses()));
        await StepAsync(id, (request, now) => request.AnsweredRefused(request.CurrentAttempt!.RequestId, LinkReason.RefusedByAbdm, "9999", "Unknown", now));

        await page.WaitForAssertionAsync(() => Assert.Equal(["Refused"], page.Statuses()));
        Assert.Contains("ABDM refused and did not say why. Nothing was linked.", page.Text(), StringComparison.Ordinal);
        Assert.Equal(["Asha Rao, 1 record: Waiting for ABDM.", "Asha Rao, 1 record: Refused."], Announced);
    }

    private IRenderedComponent<LinkPage> Open(Guid id)
    {
        var page = Render<LinkPage>(parameters => parameters.Add(page => page.Id, id));
        page.WaitForState(() => page.FindAll("h1").Count > 0);
        return page;
    }
}
