using HrpPortal.Addresses;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Scans;
using HrpPortal.Scans.Pages;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PortalDb = HrpPortal.Data.PortalDb;

namespace HrpPortal.Tests.Scans;

/// <summary>The queue at the counter as a clerk sees it, and the registration that it fills in.</summary>
public sealed class ScansPageTests : PageContext
{
    private int _numbers;

    [Fact]
    public async Task Who_waits_stands_there_in_the_order_of_the_numbers_with_one_link_to_the_desk()
    {
        var onFile = await PatientAsync(address: "Asha.Rao@sbx");
        var first = await ShareAsync("asha.rao@sbx");
        await ShareAsync("new.one@sbx");

        var page = Open();

        Assert.Equal(["1", "2"], Numbers(page));
        Assert.Equal($"/desk?scan={first}", page.Find(".row-link").GetAttribute("href"));
        var rows = page.FindAll("tbody tr").Select(row => row.Words()).ToList();
        Assert.Contains(onFile.Number, rows[0], StringComparison.Ordinal);
        Assert.Contains("not known by this ABHA", rows[1], StringComparison.Ordinal);
        Assert.Contains("30:00", rows[0], StringComparison.Ordinal);
        Assert.Contains("14-Mar-1984", rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_one_comes_at_the_end_by_itself_and_is_announced_without_a_name()
    {
        await ShareAsync("one.first@sbx");
        var page = Open();
        await ShareAsync("two.second@sbx");

        page.WaitForAssertion(() => Assert.Equal(["1", "2"], Numbers(page)));
        page.WaitForAssertion(() => Assert.Equal(["A patient scanned: number 2."], Announced));
    }

    [Fact]
    public async Task Whom_a_colleague_took_and_whose_time_is_over_stays_where_it_stood_until_it_is_cleared()
    {
        var taken = await ShareAsync("one.first@sbx");
        Clock.Advance(TimeSpan.FromMinutes(20));
        await ShareAsync("two.second@sbx");
        var page = Open();
        var late = await ShareAsync("three.third@sbx");
        page.WaitForAssertion(() => Assert.Equal(["1", "2", "3"], Numbers(page)));

        await ChangeAsync(taken, one => one.Take("staff-2", "Ravi", Clock.GetUtcNow().UtcDateTime));
        page.WaitForAssertion(() => Assert.Contains("With Ravi, 15:20:00", page.Statuses()));
        Clock.Advance(TimeSpan.FromMinutes(11));
        await ChangeAsync(late, one => one.Take("staff-2", "Ravi", Clock.GetUtcNow().UtcDateTime));
        page.WaitForAssertion(() => Assert.Equal(["Time is over", "With Ravi, 15:31:00"], page.Statuses()));
        Assert.Equal(["1", "2", "3"], Numbers(page));
        Assert.Equal(2, page.FindAll(".row-link").Count);

        page.Button("Clear 2 done").Click();
        page.WaitForAssertion(() => Assert.Equal(["2"], Numbers(page)));
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Contains("Nobody is waiting.", Open().Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_navigation_counts_who_waits()
    {
        var badge = Render<ScansBadge>();
        badge.WaitForAssertion(() => Assert.Equal("Scans", badge.Find("a").Words()));
        await ShareAsync("one.first@sbx");
        badge.WaitForAssertion(() => Assert.Equal("Scans waiting: 1", badge.Find("a").Words()));
        Role = "nobody";
        var none = Render<ScansBadge>();
        Assert.Empty(none.FindAll("a"));
    }

    [Fact]
    public async Task Registration_is_filled_in_from_the_profile_and_leads_to_the_desk()
    {
        var id = await ShareAsync("new.one@sbx");
        var page = Render<RegisterScan>(parameters => parameters.Add(one => one.Id, id));
        page.WaitForAssertion(() => Assert.Equal("Asha Rao", page.Find("#name").GetAttribute("value")));
        Assert.Equal(("new.one@sbx", "9840012345"), (page.Find("#phr-address").GetAttribute("value"), page.Find("#mobile").GetAttribute("value")));

        page.Find("#number").Change("T-777");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.StartsWith("/desk/p/", Address, StringComparison.Ordinal));
        await using var db = await OpenDbAsync();
        var patient = await db.Set<Patient>().SingleAsync(one => one.Number == "T-777");
        Assert.Equal(("Asha Rao", Gender.F, new DateOnly(1984, 3, 14), "new.one@sbx"), (patient.Name, patient.Gender, patient.BirthDate, patient.PhrAddress));
    }

    [Fact]
    public async Task Who_registers_compared_the_patient_with_the_profile_and_that_is_on_file()
    {
        var id = await RegisteredAsync(await ShareAsync("new.one@sbx"), "T-777");
        await using var db = await OpenDbAsync();
        var check = await db.Set<AddressCheck>().SingleAsync();
        Assert.Equal((id, "new.one@sbx", AddressWay.Shared, "", null, "Kavita Clerk"), (check.PatientId, check.AddressKey, check.Way, check.Differed, check.Reason, check.CheckedByName));
        var patient = await db.Set<Patient>().SingleAsync(one => one.Id == id);
        Assert.Equal(Clock.GetUtcNow().UtcDateTime, await Services.GetRequiredService<AddressService>().CheckedAtAsync(patient));
    }

    [Fact]
    public async Task What_is_typed_otherwise_than_shared_needs_a_reason_and_the_reason_is_kept()
    {
        var page = Register(await ShareAsync("new.one@sbx"));
        page.Find("#number").Change("T-777");
        page.Find("#mobile").Change("9840099999");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("This may be another person.", page.Text(), StringComparison.Ordinal));
        Assert.Equal("compare-reason", page.Find("[data-error-summary] a").GetAttribute("data-focus-field"));
        await using var db = await OpenDbAsync();
        Assert.Equal(0, await db.Set<Patient>().CountAsync());

        page.Find("#compare-reason").Change("new mobile, seen on the phone");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("/desk/p/", Address, StringComparison.Ordinal));
        var check = await db.Set<AddressCheck>().SingleAsync();
        Assert.Equal(("Mobile", "new mobile, seen on the phone"), (check.Differed, check.Reason));
    }

    [Fact]
    public async Task Another_address_than_the_one_shared_was_compared_with_nothing()
    {
        var page = Register(await ShareAsync("new.one@sbx"));
        page.Find("#number").Change("T-777");
        page.Find("#phr-address").Change("other.one@sbx");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("/desk/p/", Address, StringComparison.Ordinal));
        await using var db = await OpenDbAsync();
        Assert.Equal((1, 0), (await db.Set<Patient>().CountAsync(), await db.Set<AddressCheck>().CountAsync()));
    }

    private IRenderedComponent<RegisterScan> Register(Guid scan)
    {
        var page = Render<RegisterScan>(parameters => parameters.Add(one => one.Id, scan));
        page.WaitForElement("#number");
        return page;
    }

    private async Task<Guid> RegisteredAsync(Guid scan, string number)
    {
        var page = Register(scan);
        page.Find("#number").Change(number);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.StartsWith("/desk/p/", Address, StringComparison.Ordinal));
        await using var db = await OpenDbAsync();
        return (await db.Set<Patient>().SingleAsync(one => one.Number == number)).Id;
    }

    private IRenderedComponent<ScansPage> Open()
    {
        var page = Render<ScansPage>();
        page.WaitForState(() => page.FindAll("table.list, .empty").Count > 0);
        return page;
    }

    private static IEnumerable<string> Numbers(IRenderedComponent<ScansPage> page) => page.FindAll(".queue-number").Select(one => one.Words());

    private Task<PortalDb> OpenDbAsync() => Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    private Task<Guid> ShareAsync(string address) => this.SharedAsync(address, ++_numbers);

    private async Task ChangeAsync(Guid id, Action<SharedProfile> change)
    {
        await using var db = await OpenDbAsync();
        change(await db.Set<SharedProfile>().SingleAsync(one => one.Id == id));
        await db.SaveChangesAsync();
        Live.Publish(new LiveChange(ScanQueries.TopicOf(HipId), id, "Taken"));
    }
}
