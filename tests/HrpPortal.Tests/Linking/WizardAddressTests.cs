using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Linking.Pages;
using HrpPortal.Patients;
using HrpPortal.Scans;
using HrpPortal.Sms;
using HrpPortal.Tests.Scans;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The long way's address step for who has none on file: typed, shared at the counter, or ABDM's SMS.</summary>
public sealed class WizardAddressTests : WizardContext
{
    [Fact]
    public async Task Who_shared_at_the_counter_and_fits_the_file_is_offered_and_nobody_else()
    {
        var patient = await PatientAsync(address: null);
        await PatientAsync("Other Holder", address: "held.one@sbx", mobile: "9840055555");
        await this.SharedAsync("asha.new@sbx", 1);
        await this.SharedAsync("ravi.new@sbx", 2, name: "Ravi Kumar");
        await this.SharedAsync("old.asha@sbx", 3, year: 1950);
        await this.SharedAsync("mobile.other@sbx", 4, mobile: "9840077777");
        await this.SharedAsync("held.one@sbx", 5);

        var page = await OpenAsync(patient, "address");

        page.WaitForAssertion(() => Assert.Equal(["Compare number 1"], Offered(page)));
        Assert.Contains("Asha Rao Female · 14-Mar-1984 · asha.new@sbx", page.Find(".fitting li").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_scans_while_the_step_is_open_appears_by_itself_and_goes_when_the_time_is_over()
    {
        var page = await OpenAsync(await PatientAsync(address: null), "address");
        Assert.Contains("the profile appears here by itself", page.Find(".fitting").Words(), StringComparison.Ordinal);

        await this.SharedAsync("asha.new@sbx", 1);
        page.WaitForAssertion(() => Assert.Equal(["Compare number 1"], Offered(page)));

        Clock.Advance(TimeSpan.FromMinutes(31));
        await page.Button("Compare number 1").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("The 30 minutes of this number are over.", page.Text(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".compare"));
    }

    [Fact]
    public async Task A_profile_is_compared_like_a_card_and_its_address_goes_on_file_with_who_compared()
    {
        var patient = await PatientAsync(address: null);
        await RecordAsync(patient);
        var scan = await this.SharedAsync("asha.new@sbx", 1, abhaNumber: "91123456789011");
        var page = await OpenAsync(patient, "address");
        await page.WaitForElement(".fitting button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Is this the same person?", page.Text(), StringComparison.Ordinal));
        await page.Button("Not this one").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["Compare number 1"], Offered(page)));
        await page.Button("Compare number 1").ClickAsync(new());
        page.WaitForElement(".compare-form").Submit();

        page.WaitForAssertion(() => Assert.NotEqual("Which ABHA address?", page.Heading()));
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var (saved, check) = (await db.Set<Patient>().SingleAsync(), await db.Set<AddressCheck>().SingleAsync());
        Assert.Equal(("asha.new@sbx", "91123456789011"), (saved.PhrAddress, saved.AbhaNumber));
        Assert.Equal((AddressWay.Shared, "Kavita Clerk"), (check.Way, check.CheckedByName));
        Assert.NotNull((await db.Set<SharedProfile>().SingleAsync(one => one.Id == scan)).TakenAt);
    }

    [Fact]
    public async Task Whom_a_colleague_took_meanwhile_is_not_taken_from_him()
    {
        var scan = await this.SharedAsync("asha.new@sbx", 1);
        var page = await OpenAsync(await PatientAsync(address: null), "address");
        page.WaitForElement(".fitting button");
        await using (var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            (await db.Set<SharedProfile>().SingleAsync(one => one.Id == scan)).Take("staff-2", "Ravi", Clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync();
        }

        await page.Button("Compare number 1").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Ravi took this number at 15:00:00.", page.Text(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".compare"));
    }

    [Fact]
    public async Task ABDMs_SMS_is_offered_to_who_has_a_mobile_and_no_address()
    {
        var patient = await PatientAsync(address: null);
        var page = await OpenAsync(patient, "address");
        await page.WaitForElement(".sms button").ClickAsync(new());

        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        await page.WaitForAssertionAsync(() => Assert.Equal(patient.Id, db.Set<SmsInvitation>().Single().PatientId));

        var onFile = await PatientAsync("Meera Joshi", mobile: "9840055555");
        var other = Render<WizardAddress>(parameters => parameters.Add(one => one.HipId, HipId).Add(one => one.Patient, onFile));
        Assert.Empty(other.FindAll(".sms, .fitting"));
    }

    private static IEnumerable<string> Offered(IRenderedComponent<LinkWizard> page) => page.FindAll(".fitting button").Select(button => button.Words());
}
