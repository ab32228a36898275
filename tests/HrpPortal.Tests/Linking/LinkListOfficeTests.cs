using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Live;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The list in the hands of the records office: views, ticking, trying many again, pausing; and what a clerk has of it.</summary>
public sealed class LinkListOfficeTests : PageContext
{
    public LinkListOfficeTests() => Role = Roles.Records;

    [Fact]
    public async Task New_rows_come_by_themselves_while_nobody_looks_at_the_list()
    {
        await SentAsync("Asha Rao");
        var page = Open();

        await SentAsync("Ravi Kumar");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Ravi Kumar", "Asha Rao"], Names(page)));
        Assert.Empty(page.FindAll("[data-show-new]"));
    }

    [Fact]
    public async Task While_it_is_paused_nothing_changes_and_going_on_shows_what_was_missed()
    {
        var asha = await SentAsync("Asha Rao");
        var page = Open();
        await page.Button("Pause").ClickAsync(new());
        Assert.Contains("Paused – showing", page.Find(".live-chip").Words(), StringComparison.Ordinal);

        await AcceptedAsync(asha);
        await SentAsync("Ravi Kumar");
        await Support.Eventually.TrueAsync(() => Services.GetRequiredService<LinkBoard>().Requests == 1, "The row is watched.");
        Assert.Equal(["In the queue"], page.Statuses());

        await page.Button("Go on").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal(["In the queue", "Waiting for ABDM"], page.Statuses()));
    }

    [Fact]
    public async Task A_line_that_is_back_reads_the_list_again()
    {
        var asha = await SentAsync("Asha Rao");
        var page = Open();
        await using (var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            // Another node did it, and this one heard nothing.
            var request = await db.Set<LinkRequest>().Include(one => one.Events).SingleAsync(one => one.Id == asha);
            request.Cancel(Support.A.Clerk, Clock.Utc());
            await db.SaveChangesAsync();
        }

        var line = Services.GetRequiredService<Line>();
        await line.OnConnectionUpAsync(null!, default);
        await line.OnConnectionUpAsync(null!, default);

        await page.WaitForAssertionAsync(() => Assert.Equal(["Cancelled"], page.Statuses()));
    }

    [Fact]
    public async Task Saved_views_ask_what_is_asked_every_day()
    {
        await SentAsync("Asha Rao");
        var stopped = await StoppedAsync("Meera Joshi");
        Clock.Advance(TimeSpan.FromMinutes(11));
        await SentAsync("Ravi Kumar");

        Assert.Equal(["Meera Joshi"], Names(Open(PortalUrls.LinkList(view: "needs-action"))));
        Assert.Equal(["Asha Rao"], Names(Open(PortalUrls.LinkList(view: "waiting"))));
        Assert.Equal(["Meera Joshi"], Names(Open(PortalUrls.LinkList(view: "failed-week"))));
        Assert.Empty(Names(Open(PortalUrls.LinkList(view: "mine-today"))));
        Clock.Advance(TimeSpan.FromDays(8));
        Assert.Empty(Names(Open(PortalUrls.LinkList(view: "failed-week"))));
        Assert.NotEqual(Guid.Empty, stopped);
    }

    [Fact]
    public async Task Of_what_is_ticked_only_that_which_may_be_tried_again_is_and_the_trail_says_so()
    {
        await StoppedAsync("Asha Rao");
        await StoppedAsync("Meera Joshi");
        await SentAsync("Ravi Kumar");
        var page = Open();

        foreach (var box in Enumerable.Range(0, 3)) await page.FindAll("tbody input")[box].ChangeAsync(new() { Value = true });
        await page.WaitForAssertionAsync(() => Assert.Contains("3 selected", page.Find(".bulk").Words(), StringComparison.Ordinal));
        Assert.Contains("2 of them can be tried again.", page.Find(".bulk").Words(), StringComparison.Ordinal);
        await page.Button("Try 2 again").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Contains("2 are tried again. 1 were left as they are.", page.Text(), StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Equal(["In the queue", "In the queue", "In the queue"], page.Statuses()));
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var entry = await db.Set<AuditEntry>().SingleAsync(one => one.What == AuditAction.LinksTriedAgain);
        Assert.Equal((AuditAction.LinksTriedAgain, 2, "Kavita Clerk"), (entry.What, entry.Count, entry.WhoName));
    }

    [Fact]
    public async Task All_that_the_filter_has_can_be_ticked_also_what_stands_on_other_pages()
    {
        for (var number = 0; number < LinkQueries.PageSize + 3; number++) await StoppedAsync($"Person{number} Rao");
        var page = Open(PortalUrls.LinkList("needs-action"));

        await page.Find("tbody input").ChangeAsync(new() { Value = true });
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll(".bulk")));
        await page.Button($"Select all {LinkQueries.PageSize + 3} in this filter").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Contains($"{LinkQueries.PageSize + 3} selected All of them can be tried again.", page.Find(".bulk").Words(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ABDM_has_blocked_is_not_tried_again_before_the_block_ends()
    {
        var id = await SentAsync("Asha Rao");
        await StepAsync(id, (request, now) => request.PermissionStopped(LinkReason.PermissionRefused, "1407", null, now));
        var (again, row) = (Services.GetRequiredService<LinkRetry>(), (await Queries.RowAsync(HipId, id))!);

        Assert.Equal(row.UpdatedAt.AddHours(24), LinkRetry.From(row));
        Assert.False(await again.OneAsync(HipId, id, Support.A.Clerk));
        Assert.Equal(0, await again.ManyAsync(HipId, [id], Support.A.Clerk));
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.True(await again.OneAsync(HipId, id, Support.A.Clerk));
    }

    [Fact, Trait("Row", "A19")]
    public async Task A_clerk_ticks_nothing_and_sees_nothing_of_others()
    {
        Role = Roles.Clerk;
        await SentAsync("Asha Rao");

        var page = Open();

        Assert.Empty(page.FindAll("tbody tr, [download]"));
        Assert.Equal("All 0", page.FindAll("nav a")[0].Words());
    }

    [Fact]
    public async Task A_row_that_two_pages_show_is_kept_once_and_forgotten_when_both_are_gone()
    {
        await SentAsync("Asha Rao");
        var board = Services.GetRequiredService<LinkBoard>();
        var (first, second) = (Open(), Open());

        Assert.Equal(1, board.Requests);
        Assert.Same(first.FindComponent<LinkTableRow>().Instance.Row, second.FindComponent<LinkTableRow>().Instance.Row);
        await DisposeComponentsAsync();
        Assert.Equal(0, board.Requests);
    }

    private static IEnumerable<string> Names(IRenderedComponent<LinkList> page) => page.FindAll(".row-link").Select(link => link.Words());

    private async Task<Guid> SentAsync(string name)
    {
        var patient = await PatientAsync(name, $"{name.Split(' ')[0].ToLowerInvariant()}@sbx");
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await SendAsync(patient, await RecordAsync(patient, visit: $"OPD-{patient.Number}"));
    }

    private async Task<Guid> StoppedAsync(string name)
    {
        var id = await SentAsync(name);
        await StepAsync(id, (request, now) => request.PermissionStopped(LinkReason.DetailsDiffer, "1441", null, now));
        return id;
    }

    private IRenderedComponent<LinkList> Open(string address = PortalUrls.Links)
    {
        Navigation.NavigateTo(address);
        var page = Render<LinkList>();
        page.WaitForState(() => page.FindAll("[aria-busy]").Count == 0);
        return page;
    }
}
