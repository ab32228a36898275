using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Tests.Ui;
using Microsoft.Extensions.Configuration;

namespace HrpPortal.Tests.Linking;

/// <summary>The first of several like events is shown, and its echoes fold into it.</summary>
public sealed class LinkTaleTests : PageContext
{
    private static readonly Guid Context = Guid.NewGuid();

    [Fact]
    public void An_answer_given_again_folds_into_the_first()
    {
        var lines = Tale(
            (LinkTransition.T1, null), (LinkTransition.T2, null), (LinkTransition.T3, null), (LinkTransition.T13, "1404"), (LinkTransition.T18, "1404"), (LinkTransition.T18, "1404"));
        Assert.Equal(["T1", "T2", "T3", "T13 1404 +2"], lines);
    }

    [Fact]
    public void The_first_refusal_is_the_one_shown_and_another_one_is_told_too()
    {
        var lines = Tale(
            (LinkTransition.T1, null), (LinkTransition.T2, null), (LinkTransition.T13, "1404"), (LinkTransition.T18, "1414"), (LinkTransition.T18, "1404"), (LinkTransition.T18, "1414"));
        Assert.Equal(["T1", "T2", "T13 1404 +1", "T18 1414 +1"], lines);
    }

    [Fact]
    public void Rounds_that_end_alike_fold_line_by_line()
    {
        var lines = Tale(
            (LinkTransition.T1, null), (LinkTransition.T2, null), (LinkTransition.T7, null), (LinkTransition.T2, null), (LinkTransition.T7, null), (LinkTransition.T2, null), (LinkTransition.T7, null),
            (LinkTransition.T2, null), (LinkTransition.T3, null), (LinkTransition.T9, null));
        Assert.Equal(["T1", "T2 +2", "T7 +2", "T2", "T3", "T9"], lines);
    }

    [Fact]
    public void A_contradiction_is_never_an_echo_of_what_it_contradicts()
    {
        var row = LinkWordsTests.Row(LinkState.Linked);
        var events = new[] { Event(row, 1, LinkTransition.T9, null), Event(row, 2, LinkTransition.T18, "1404", contradicts: true), Event(row, 3, LinkTransition.T18, "1404", contradicts: true) };
        Assert.Equal(["T9", "T18 1404 +1"], Shown(events));
    }

    [Fact]
    public void What_a_person_did_and_what_is_about_another_care_context_is_told_each_time()
    {
        var row = LinkWordsTests.Row(LinkState.NeedsHuman);
        var events = new[]
        {
            Event(row, 1, LinkTransition.T20, null, person: "Kavita"), Event(row, 2, LinkTransition.T20, null, person: "Kavita"),
            Event(row, 3, LinkTransition.T11, "1439", about: Context), Event(row, 4, LinkTransition.T18, "1439", about: Guid.NewGuid()), Event(row, 5, LinkTransition.T18, "1439", about: Context),
        };
        Assert.Equal(["T20", "T20", "T11 1439 +1", "T18 1439"], Shown(events));
    }

    [Fact]
    public async Task The_timeline_says_how_many_more_and_shows_their_times()
    {
        var patient = await PatientAsync();
        var id = await SendAsync(patient, await RecordAsync(patient));
        for (var i = 0; i < 4; i++)
        {
            await StepAsync(id, (request, now) => request.AttemptPostponed(request.BeginAttempt(Guid.NewGuid(), null, now).RequestId, null, null, null, now, now));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var details = (await Queries.DetailsAsync(HipId, id))!;
        var timeline = Render<LinkTimeline>(parameters => parameters
            .Add(one => one.Details, details).Add(one => one.Clock, new PortalTime(Clock, new ConfigurationBuilder().Build())));
        Assert.Equal(3, timeline.FindAll("ol > li").Count);
        Assert.Equal(["… and 3 more like it", "… and 3 more like it"], timeline.FindAll("summary").Select(summary => summary.Words()));
        Assert.Equal(["15:01:00", "15:02:00", "15:03:00"], timeline.FindAll("details")[1].QuerySelectorAll("li").Select(time => time.Words()));
    }

    private static List<string> Tale(params (LinkTransition Transition, string? Code)[] steps)
    {
        var row = LinkWordsTests.Row(LinkState.Refused);
        return Shown(steps.Select((step, i) => Event(row, i + 1, step.Transition, step.Code)));
    }

    private static List<string> Shown(IEnumerable<LinkEvent> events) =>
    [
        .. LinkTale.Of(events, happened => $"{happened.Transition} {happened.Code}".Trim())
            .Select(line => line.Says + (line.Again.Count > 0 ? $" +{line.Again.Count}" : "")),
    ];

    private static LinkEvent Event(LinkRow row, int seq, LinkTransition transition, string? code, bool contradicts = false, string? person = null, Guid? about = null) => new()
    {
        LinkRequestId = row.Id, Seq = seq, At = row.CreatedAt.AddMinutes(seq), Transition = transition, From = LinkState.Accepted, To = LinkState.Accepted,
        Actor = person ?? "ABDM", ActorName = person, Code = code, Contradicts = contradicts, CareContextId = about,
    };
}
