using System.Globalization;
using System.Reflection;
using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Callbacks.Pages;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Tests.Support;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>The page of callbacks that changed nothing, by what a person sees.</summary>
public sealed class CallbackListTests : PageContext
{
    private const string Bridge = "bridge_SBX";

    public CallbackListTests() => Role = Roles.Records;

    [Fact]
    public async Task Each_kind_is_told_in_words_newest_first_and_no_other_facilitys_is_shown()
    {
        await KeepAsync(CallbackOutcome.Orphan);
        await KeepAsync(CallbackOutcome.OtherFacility, path: CallbackPaths.OnConfirm);
        await KeepAsync(null, failures: 2, path: CallbackPaths.OnContextNotify);
        await KeepAsync(CallbackOutcome.Applied);
        await KeepAsync(null);
        await KeepAsync(CallbackOutcome.Orphan, hipId: "IN0710000009");
        await KeepAsync(CallbackOutcome.Orphan, hipId: Bridge);

        var page = Open();
        Assert.Equal(["Could not be applied", "Another facility's", "Nobody asked"], page.Statuses());
        Assert.Equal(["Answer to a notice of new records", "Permission, given or refused", "Answer to a link request"], page.FindAll("td.main").Select(cell => cell.Words()));
        Assert.Contains("Tried 2 times; it is tried again by itself.", page.Text(), StringComparison.Ordinal);
        Assert.Contains("22-Nov-2026 15:00:02", page.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    public static TheoryData<string> Paths =>
        [.. AbdmCalls.All.Concat(typeof(CallbackPaths).GetFields(BindingFlags.Public | BindingFlags.Static).Where(one => one.IsLiteral).Select(one => (string)one.GetRawConstantValue()!))];

    [Theory, MemberData(nameof(Paths))]
    public void Whatever_ABDM_sends_has_words_of_its_own_in_both_languages(string path)
    {
        var (english, hindi) = (In("en-IN"), In("hi-IN"));
        Assert.DoesNotContain('/', english + hindi);
        Assert.NotEqual(english, hindi);
        Assert.NotEqual(CallbackWords.Of("/v0.5/what/nobody/knows"), english);

        string In(string culture)
        {
            var before = CultureInfo.CurrentUICulture;
            CultureInfo.CurrentUICulture = new CultureInfo(culture);
            try
            {
                return CallbackWords.Of(path);
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    [Fact]
    public async Task What_ABDM_told_of_its_own_accord_and_nobody_can_place_is_not_called_an_answer()
    {
        await KeepAsync(CallbackOutcome.Orphan, path: AbdmCalls.AuthNotify);
        var page = Open();
        Assert.Equal(["Not placed"], page.Statuses());
        Assert.Equal(["A patient decided in the app"], page.FindAll("td.main").Select(cell => cell.Words()));
        Assert.Contains("Nothing here fits what ABDM told of its own accord.", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_sees_the_gateways_own_errors_too()
    {
        await KeepAsync(CallbackOutcome.Orphan, hipId: Bridge);
        Assert.Contains("Nothing is kept here.", Open().Text(), StringComparison.Ordinal);
        Role = Roles.Admin;
        Assert.Equal(["Answer to a link request, from the gateway itself"], Open().FindAll("td.main").Select(cell => cell.Words()));
    }

    [Fact]
    public async Task One_is_tried_again_and_the_list_follows_by_itself()
    {
        var (first, second) = (await KeepAsync(CallbackOutcome.Orphan), await KeepAsync(CallbackOutcome.Orphan));
        var page = Open();
        await page.FindAll("tbody button")[1].ClickAsync(new());
        Assert.Equal((null, CallbackOutcome.Orphan), (await OutcomeAsync(first), await OutcomeAsync(second)));
        Assert.Single(page.Statuses());
        Assert.Equal(["It is tried again."], Announced);

        await KeepAsync(null, failures: 1);
        Live.Publish(new LiveChange(LiveTopics.AllOf(InboxEffects.Topic, HipId), Guid.Empty, ""));
        await page.WaitForAssertionAsync(() => Assert.Equal(["Could not be applied", "Nobody asked"], page.Statuses()));
    }

    [Fact]
    public async Task All_are_tried_again_but_those_of_others()
    {
        var (mine, broken) = (await KeepAsync(CallbackOutcome.OtherFacility), await KeepAsync(null, failures: 3));
        var (others, bridge) = (await KeepAsync(CallbackOutcome.Orphan, hipId: "IN0710000009"), await KeepAsync(CallbackOutcome.Orphan, hipId: Bridge));
        var page = Open();
        await page.Button("Try all again").ClickAsync(new());
        Assert.Equal((null, null), (await OutcomeAsync(mine), await OutcomeAsync(broken)));
        Assert.Equal((CallbackOutcome.Orphan, CallbackOutcome.Orphan), (await OutcomeAsync(others), await OutcomeAsync(bridge)));
        Assert.Equal(["2 callbacks are tried again."], Announced);
    }

    [Fact, Trait("Row", "8.2.1")]
    public async Task Whoever_lost_the_right_meanwhile_tries_nothing_again()
    {
        var id = await KeepAsync(CallbackOutcome.Orphan);
        var page = Open();
        Role = Roles.Clerk;
        page.Button("Try all again").Click();
        Assert.IsType<UnauthorizedAccessException>(await Renderer.UnhandledException.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(CallbackOutcome.Orphan, await OutcomeAsync(id));
    }

    /// <summary>By index, or a look at the list would walk through every callback that ever came.</summary>
    [Fact]
    public async Task The_list_is_found_by_its_index()
    {
        await using var db = await OpenAsync();
        var sql = db.Set<InboxCallback>().Where(one => one.Outcome != null && one.Outcome != CallbackOutcome.Applied && one.HipId == HipId).OrderByDescending(one => one.Id).Take(100).ToQueryString();
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Store.ConnectionString);
        await connection.OpenAsync();
        var plan = await QueryPlan.ReadAsync(connection, string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal))));
        Assert.Contains("ix_callback_inbox_changed_nothing", plan[0], StringComparison.Ordinal);
    }

    /// <summary>When it has read.</summary>
    private IRenderedComponent<CallbackList> Open()
    {
        var page = Render<CallbackList>();
        page.WaitForElement("tbody, .empty");
        return page;
    }

    private Task<PortalDb> OpenAsync() => Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    private async Task<Guid> KeepAsync(CallbackOutcome? outcome, int failures = 0, string hipId = HipId, string path = CallbackPaths.OnAddContexts)
    {
        var row = new InboxCallback
        {
            Id = Guid.CreateVersion7(Clock.GetUtcNow()), Path = path, HipId = hipId, RequestId = "", RespRequestId = Guid.NewGuid(), BodyHash = Guid.NewGuid().ToString("N"),
            ProtectedBody = "secret"u8.ToArray(), Kid = "", ReceivedAt = Clock.Utc(), AppliedAt = outcome is null ? null : Clock.Utc(), Outcome = outcome, Failures = failures,
        };
        await SaveAsync(row);
        Clock.Advance(TimeSpan.FromSeconds(1));
        return row.Id;
    }

    private async Task<CallbackOutcome?> OutcomeAsync(Guid id)
    {
        await using var db = await OpenAsync();
        return (await db.Set<InboxCallback>().SingleAsync(one => one.Id == id)).Outcome;
    }
}
