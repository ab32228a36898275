using HrpPortal.Access;
using HrpPortal.Linking;
using HrpPortal.Office;
using HrpPortal.Office.Pages;
using HrpPortal.Tests.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Office;

/// <summary>The records office's inbox: oldest first, nothing moves, and of two who take the same thing one gets it.</summary>
public sealed class InboxTests : PageContext
{
    private static readonly StaffMember Ravi = new("staff-ravi", "Ravi", [Roles.Records]);

    public InboxTests() => Role = Roles.Records;

    [Fact]
    public async Task What_needs_a_person_and_what_got_no_reply_stand_there_oldest_first()
    {
        await StoppedAsync("Asha Rao");
        await SentAsync("Meera Joshi");
        var silent = await SentAsync("Ravi Kumar");
        await AcceptedAsync(silent);
        await StepAsync(silent, (request, now) => request.NoAnswerCame(now));

        var page = Open();

        Assert.Equal(["Asha Rao", "Ravi Kumar"], page.FindAll(".row-link").Select(link => link.Words()));
        Assert.Equal(["Needs action", "No reply"], page.Statuses());
    }

    [Fact]
    public async Task What_somebody_took_is_theirs_and_who_comes_too_late_is_told_who_and_when()
    {
        var id = await StoppedAsync("Asha Rao");
        var page = Open();
        var claim = page.FindComponent<InboxRow>();
        Assert.Null(await Services.GetRequiredService<InboxClaims>().TakeAsync(HipId, id, Ravi));
        Clock.Advance(TimeSpan.FromSeconds(5));

        // The page still shows the button that it had a moment ago.
        await page.InvokeAsync(() => page.Instance.TakeAsync(claim.Instance.Item));

        await page.WaitForAssertionAsync(() => Assert.Contains("Ravi took this 5 s ago.", page.Text(), StringComparison.Ordinal));
        Assert.Contains("Ravi took this 5 s ago.", Announced);
    }

    [Fact]
    public async Task A_thing_is_claimed_given_to_a_colleague_and_put_back()
    {
        var claims = Services.GetRequiredService<InboxClaims>();
        await claims.ComeInAsync(HipId, Ravi);
        await StoppedAsync("Asha Rao");
        var page = Open();

        await page.Button("Claim").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal("You", page.Find("[data-label='In hand']").Words()));
        await page.Button("Put back").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal("Nobody", page.Find("[data-label='In hand']").Words()));
        await page.Button("Assign…").ClickAsync(new());
        await page.Find("select").ChangeAsync(new() { Value = Ravi.Id });
        await page.WaitForAssertionAsync(() => Assert.Equal("Ravi", page.Find("[data-label='In hand']").Words()));
    }

    [Fact]
    public async Task What_is_done_stays_where_it_stood_and_new_things_come_at_the_end()
    {
        var asha = await StoppedAsync("Asha Rao");
        await StoppedAsync("Meera Joshi");
        var page = Open();

        await Services.GetRequiredService<LinkService>().TryAgainAsync(HipId, asha, Support.A.Clerk);
        await StoppedAsync("Ravi Kumar");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Asha Rao", "Meera Joshi", "Ravi Kumar"], page.FindAll(".row-link").Select(link => link.Words())));
        await page.WaitForAssertionAsync(() => Assert.Equal(["In the queue", "Needs action", "Needs action"], page.Statuses()));
        await page.Button("1 done – clear").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal(["Meera Joshi", "Ravi Kumar"], page.FindAll(".row-link").Select(link => link.Words())));
    }

    [Fact]
    public async Task Two_who_take_the_same_thing_at_once_do_not_both_get_it()
    {
        var id = await StoppedAsync("Asha Rao");
        var claims = Services.GetRequiredService<InboxClaims>();
        var people = Enumerable.Range(1, 8).Select(number => new StaffMember($"staff-{number}", $"Person {number}", [Roles.Records])).ToList();

        var others = await Task.WhenAll(people.Select(person => Task.Run(() => claims.TakeAsync(HipId, id, person))));

        Assert.Single(others, other => other is null);
        Assert.Single(others.OfType<Holder>().Select(holder => holder.Id).Distinct());
    }

    [Fact]
    public Task Who_is_not_of_the_records_office_can_take_nothing() => Assert.ThrowsAsync<UnauthorizedAccessException>(
        () => Services.GetRequiredService<InboxClaims>().TakeAsync(HipId, Guid.NewGuid(), Ravi with { Roles = [Roles.Clerk] }));

    [Fact]
    public async Task The_badge_counts_and_follows()
    {
        await StoppedAsync("Asha Rao");
        var badge = Render<InboxBadge>();
        await badge.WaitForAssertionAsync(() => Assert.Equal("1", badge.Find("[data-inbox-count]").GetAttribute("data-inbox-count")));

        await StoppedAsync("Meera Joshi");

        await badge.WaitForAssertionAsync(() => Assert.Equal("2", badge.Find("[data-inbox-count]").GetAttribute("data-inbox-count")));
    }

    private IRenderedComponent<InboxPage> Open()
    {
        var page = Render<InboxPage>();
        page.WaitForState(() => page.FindAll("[aria-busy]").Count == 0);
        return page;
    }

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
}
