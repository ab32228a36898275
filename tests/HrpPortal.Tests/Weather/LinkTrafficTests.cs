using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Tests.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Weather;

/// <summary>How fast ABDM answers, and how many wait.</summary>
public sealed class LinkTrafficTests : PageContext
{
    private LinkTraffic Traffic => Services.GetRequiredService<LinkTraffic>();

    [Fact]
    public async Task Half_and_most_of_the_answers_of_the_last_hour()
    {
        await AnsweredAfterAsync(500);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await Traffic.GetAsync()).Times);
        foreach (var seconds in (int[])[1, 2, 2, 9]) await AnsweredAfterAsync(seconds);

        Clock.Advance(LinkTraffic.Kept);
        var times = (await Traffic.GetAsync()).Times!;
        Assert.Equal((2, 9, 4), (times.Half.TotalSeconds, times.Most.TotalSeconds, times.Answers));
        Assert.Equal("ABDM answers in 2 s as a rule, in 9 s at times.", times.Says());
        Assert.Equal("In the last hour: 4 answers, half of them within 2.00 s, 95 of 100 within 9.00 s.", times.Exactly());

        var line = Render<AnswerTimesLine>();
        Assert.Equal("ABDM answers in 2 s as a rule, in 9 s at times.", line.Find("summary").Words());
    }

    [Fact]
    public async Task What_was_refused_at_once_or_could_not_be_sent_is_no_answer()
    {
        for (var i = 0; i < 3; i++)
        {
            var refused = await SentAsync($"A-{i}");
            await StepAsync(refused, (request, now) => request.AttemptRefused(request.BeginAttempt(Guid.NewGuid(), null, now).RequestId, 400, "2500", "Invalid", now));
            var postponed = await SentAsync($"B-{i}");
            await StepAsync(postponed, (request, now) => request.AttemptPostponed(request.BeginAttempt(Guid.NewGuid(), null, now).RequestId, null, null, null, now.AddMinutes(5 + i), now));
        }

        var report = await Traffic.GetAsync();
        Assert.Null(report.Times);
        Assert.Equal((3, Clock.Utc().AddMinutes(5)), (report.Waiting, report.NextAttemptAt));
        Assert.Null(report.Silence);
    }

    [Fact]
    public async Task It_is_read_once_in_fifteen_seconds_however_many_ask()
    {
        var first = await Traffic.GetAsync();
        await SentAsync("A");
        Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Same(first, await Traffic.GetAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await Traffic.GetAsync()).Waiting);
    }

    [Fact]
    public async Task One_answer_ends_the_silence()
    {
        for (var i = 0; i < 6; i++) await AcceptedAsync(await SentAsync($"A-{i}"));
        Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(6, (await Traffic.GetAsync()).Silence?.Sent);

        await AnsweredAfterAsync(1);
        Clock.Advance(LinkTraffic.Kept);
        Assert.Null((await Traffic.GetAsync()).Silence);
    }

    [Theory]
    [InlineData(0.3, 0.4, "ABDM answers within a second.")]
    [InlineData(2.4, 2.6, "ABDM answers in 2 s as a rule, in 3 s at times.")]
    [InlineData(45, 200, "ABDM answers in 45 s as a rule, in 3 min at times.")]
    public void It_is_said_roughly(double half, double most, string says) =>
        Assert.Equal(says, new AnswerTimes(TimeSpan.FromSeconds(half), TimeSpan.FromSeconds(most), 10).Says());

    private async Task<Guid> SentAsync(string visit)
    {
        var patient = await PatientAsync();
        return await SendAsync(patient, await RecordAsync(patient, visit: visit));
    }

    private async Task AnsweredAfterAsync(int seconds)
    {
        var id = await SentAsync($"V-{Guid.NewGuid():N}"[..20]);
        await AcceptedAsync(id);
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await LinkedAsync(id);
    }
}
