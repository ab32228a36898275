using HrpPortal.Access;
using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Live;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The live list: rows change in place, each by itself, and nothing moves under the reader's eyes.</summary>
public sealed class LiveListTests : PageContext
{
    public LiveListTests() => Role = Roles.Records;

    [Fact, Trait("Row", "A2")]
    public async Task A_change_turns_the_word_in_its_own_row_and_renders_no_other()
    {
        var (asha, ravi) = (await SentAsync("Asha Rao"), await SentAsync("Ravi Kumar"));
        var page = Open();
        Assert.Equal(["In the queue", "In the queue"], page.Statuses());
        var rows = page.FindComponents<LinkTableRow>();
        var (changed, still) = (rows.Single(row => row.Instance.Row.Id == asha), rows.Single(row => row.Instance.Row.Id == ravi));
        var before = still.RenderCount;

        await AcceptedAsync(asha);

        await changed.WaitForAssertionAsync(() => Assert.Equal(["Waiting for ABDM"], changed.Statuses()));
        await page.WaitForAssertionAsync(() => Assert.Equal("In progress 2", page.FindAll("nav a")[2].Words()));
        Assert.Equal(["In the queue"], still.Statuses());
        Assert.Equal(before, still.RenderCount);
        Assert.Equal(["Asha Rao, 1 record: Waiting for ABDM."], Announced);
    }

    [Fact]
    public async Task Counts_follow_without_moving_a_row_out_of_its_tab()
    {
        var asha = await SentAsync("Asha Rao");
        await AcceptedAsync(asha);
        var page = Open(PortalUrls.LinkList("in-progress"));

        await LinkedAsync(asha);

        await page.WaitForAssertionAsync(() => Assert.Equal("Linked 1", page.FindAll("nav a")[4].Words()));
        await page.WaitForAssertionAsync(() => Assert.Equal(["Linked"], page.Statuses()));
    }

    [Fact]
    public async Task New_requests_wait_behind_a_button()
    {
        await SentAsync("Asha Rao");
        var page = Open();
        await page.Find("[data-held]").ChangeAsync(new() { Value = true });

        await SentAsync("Ravi Kumar");

        await page.WaitForAssertionAsync(() => Assert.Contains("1 new – show", page.Text(), StringComparison.Ordinal));
        Assert.Single(page.FindAll("tbody tr"));
        await page.Button("1 new – show").ClickAsync(new());
        Assert.Equal(["Ravi Kumar", "Asha Rao"], page.FindAll(".row-link").Select(link => link.Words()));
    }

    [Fact]
    public async Task An_empty_list_says_what_to_do_and_shows_the_first_request_by_itself()
    {
        var page = Open();
        Assert.Contains("No links yet.", page.Text(), StringComparison.Ordinal);

        await SentAsync("Asha Rao");

        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task Filters_are_in_the_address()
    {
        await SentAsync("Asha Rao");
        var linked = await SentAsync("Ravi Kumar");
        await AcceptedAsync(linked);
        await LinkedAsync(linked);

        Assert.Equal(["Linked"], Open(PortalUrls.LinkList("linked")).Statuses());
        Assert.Equal(["Asha Rao"], Open(PortalUrls.LinkList(text: "asha")).FindAll(".row-link").Select(link => link.Words()));
        Assert.Empty(Open(PortalUrls.LinkList(mine: true)).FindAll("tbody tr"));
        Assert.Empty(Open(PortalUrls.LinkList(from: Today.AddDays(1))).FindAll("tbody tr"));
        Assert.Equal(2, Open(PortalUrls.LinkList(from: Today)).FindAll("tbody tr").Count);

        var page = Open(PortalUrls.LinkList("linked"));
        await page.Labelled("Patient or reference").ChangeAsync(new() { Value = "ravi" });
        await page.Find("form").SubmitAsync();
        Assert.Equal(PortalUrls.LinkList("linked", "ravi"), Address);
        await page.Labelled("Sent by me").ChangeAsync(new() { Value = true });
        Assert.Equal(PortalUrls.LinkList("linked", "ravi", mine: true), Address);
    }

    [Fact]
    public async Task Older_requests_are_a_page_away_and_none_is_left_out_or_shown_twice()
    {
        var patient = await PatientAsync();
        var records = new List<HealthRecord>();
        for (var number = 0; number < 40; number++) records.Add(await RecordAsync(patient, visit: $"OPD-{number}"));

        // All at the same moment: only the reference tells them apart.
        foreach (var record in records) await SendAsync(patient, record);

        var first = Open();
        var references = first.FindAll("tbody td:nth-last-child(4) span").Select(cell => cell.Words()).ToList();
        Assert.Equal(LinkQueries.PageSize, references.Count);
        var second = Open(first.Link("Older requests").GetAttribute("href")!);
        references.AddRange(second.FindAll("tbody td:nth-last-child(4) span").Select(cell => cell.Words()));

        Assert.Equal(40, references.Distinct().Count());
        Assert.Equal("All 40", second.FindAll("nav a")[0].Words());
        Assert.Equal(PortalUrls.Links, second.Link("Back to the newest").GetAttribute("href"));
    }

    [Fact]
    public async Task A_change_between_reading_the_list_and_listening_to_its_rows_is_not_lost()
    {
        var asha = await SentAsync("Asha Rao");
        var taken = false;
        // The row is made after the list was read and before the row listens: this is the gap.
        ComponentFactories.Add(type => type == typeof(LinkTableRow), _ =>
        {
            if (!taken) AcceptedAsync(asha).GetAwaiter().GetResult();
            taken = true;
            return new LinkTableRow();
        });

        var page = Open();

        await page.WaitForAssertionAsync(() => Assert.Equal(["Waiting for ABDM"], page.Statuses()));
    }

    [Fact]
    public async Task A_burst_is_read_a_few_times_and_not_once_for_each_change()
    {
        var page = Render<Counting>();

        for (var change = 0; change < 100; change++) Live.Publish(new LiveChange("counting", Guid.Empty, "x"));

        await page.WaitForAssertionAsync(() => Assert.Equal(100, page.Instance.Heard));
        Assert.InRange(page.Instance.Looks, 1, 10);
    }

    [Fact]
    public async Task A_component_that_went_hears_nothing_more()
    {
        var page = Render<Counting>();
        var gone = page.Instance;
        await DisposeComponentsAsync();

        Live.Publish(new LiveChange("counting", Guid.Empty, "x"));

        Assert.Equal(0, gone.Heard);
    }

    [Fact]
    public async Task A_fault_of_reading_reaches_the_error_boundary_and_not_the_writer()
    {
        var page = Render<PageBoundary>(boundary => boundary.AddChildContent<Failing>());

        Live.Publish(new LiveChange("failing", Guid.Empty, "x"));

        await page.WaitForAssertionAsync(() => Assert.Contains("Sorry, there is a problem with this part of the portal.", page.Text(), StringComparison.Ordinal));
    }

    private async Task<Guid> SentAsync(string name)
    {
        var patient = await PatientAsync(name, $"{name.Split(' ')[0].ToLowerInvariant()}@sbx");
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await SendAsync(patient, await RecordAsync(patient, visit: $"OPD-{patient.Number}"));
    }

    private IRenderedComponent<LinkList> Open(string address = PortalUrls.Links)
    {
        Navigation.NavigateTo(address);
        var page = Render<LinkList>();
        page.WaitForState(() => page.FindAll("[aria-busy]").Count == 0);
        return page;
    }

    private sealed class Counting : LiveComponent
    {
        public int Heard { get; private set; }

        public int Looks { get; private set; }

        protected override IEnumerable<string> Topics => ["counting"];

        protected override Task ReadAsync() => Task.CompletedTask;

        protected override Task LookAgainAsync(IReadOnlyList<LiveChange> changes)
        {
            (Heard, Looks) = (Heard + changes.Count, Looks + 1);
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : LiveComponent
    {
        protected override IEnumerable<string> Topics => ["failing"];

        protected override Task ReadAsync() => Task.CompletedTask;

        protected override Task LookAgainAsync(IReadOnlyList<LiveChange> changes) => throw new InvalidOperationException("The store is away.");
    }
}
