using System.Diagnostics.Metrics;
using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Linking;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Callbacks;

/// <summary>The same callback many times, many callbacks at once, in any order, and one that found its request late.</summary>
public sealed class RepeatTests(PortalHosts hosts, ITestOutputHelper output) : IClassFixture<PortalHosts>
{
    private const int StormOf = 50_000;

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C3"), Trait("Row", "J27")]
    public async Task The_same_callback_many_times_at_once_is_answered_each_time_and_has_one_effect(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var duplicates = 0L;
        using var meter = Counting(portal, "hrp.callbacks.duplicates", count => Interlocked.Add(ref duplicates, count));
        foreach (var times in (int[])[2, 7, 50])
        {
            var (id, requestId) = await AcceptedAsync(portal);
            var body = Says.Success(requestId);
            Interlocked.Exchange(ref duplicates, 0);
            var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => portal.AnswerAsync(body)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer));
            var linked = await portal.UntilAsync(id, LinkState.Linked);
            await portal.CalmAsync();

            await using var db = await portal.OpenDbAsync();
            Assert.Equal(1, await db.Set<InboxCallback>().CountAsync(one => one.RespRequestId == requestId));
            Assert.Equal([LinkTransition.T1, LinkTransition.T2, LinkTransition.T9], (await portal.DetailsAsync(linked.Row.Id)).Steps());
            Assert.Equal(times - 1, Interlocked.Read(ref duplicates));
        }
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C3")]
    public async Task Of_many_requests_each_callback_ten_times_at_once_links_each_once(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var duplicates = 0L;
        using var meter = Counting(portal, "hrp.callbacks.duplicates", count => Interlocked.Add(ref duplicates, count));
        const int Times = 10;
        for (var round = 0; round < Rounds.Of(ci: 1, nightly: 10); round++)
        {
            var asked = await Waiting.AddAsync(portal, 500);
            Interlocked.Exchange(ref duplicates, 0);
            await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
            {
                var body = Says.Success(one.RequestId);
                Assert.All(await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => portal.AnswerAsync(body))), answer => Assert.Equal(HttpStatusCode.Accepted, answer));
            });

            var ids = asked.ConvertAll(one => one.Id);
            foreach (var linked in await portal.UntilAsync(ids, LinkState.Linked)) Assert.Equal([LinkTransition.T1, LinkTransition.T2, LinkTransition.T9], linked.Steps());
            await portal.CalmAsync();
            Assert.Equal(asked.Count * (Times - 1), Interlocked.Read(ref duplicates));
            var requestIds = asked.ConvertAll(one => one.RequestId);
            await using var db = await portal.OpenDbAsync();
            Assert.Equal(asked.Count, await db.Set<InboxCallback>().CountAsync(one => requestIds.Contains(one.RespRequestId)));
        }
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "J28"), Trait("Row", "T18")]
    public async Task Of_two_answers_that_differ_the_first_wins_and_the_second_is_counted(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var contradictions = 0L;
        using var meter = Counting(portal, "hrp.links.contradictions", count => Interlocked.Add(ref contradictions, count));
        var (id, requestId) = await AcceptedAsync(portal);
        await portal.AnswerAsync(Says.Success(requestId));
        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(Says.Error(requestId, 1402)));
        await Eventually.TrueAsync(() => Interlocked.Read(ref contradictions) == 1, "no contradiction was counted");
        var details = await portal.DetailsAsync(id);
        Assert.Equal((LinkState.Linked, LinkTransition.T18), (details.Row.State, details.Steps()[^1]));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "C5")]
    public async Task Any_order_of_the_callbacks_ends_in_the_same_states(TestEngine engine)
    {
        await using var portal = await PortalHost.StartAsync(Quiet, engine);
        var seed = Environment.GetEnvironmentVariable("HRP_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        var (random, shuffle) = (new Random(seed), new Shuffle(portal));
        for (var round = 0; round < Rounds.Of(ci: engine == TestEngine.Sqlite ? 100 : 30, nightly: 100); round++)
        {
            var end = await shuffle.PlayAsync(random);
            Assert.True(end == Shuffle.Expected, $"Seed {seed}, order {round}:\n{end}\ninstead of\n{Shuffle.Expected}\n{portal.Log.Troubles}");
        }
    }

    /// <summary>Each storm meets requests whose answer it brings, some of them overdue, others that become overdue in it, and a clerk who sends.</summary>
    [Theory, MemberData(nameof(Engines)), Trait("Row", "C9")]
    public async Task A_storm_while_the_outbox_sends_is_answered_to_the_last_and_every_answer_counts(TestEngine engine)
    {
        await using var portal = await PortalHost.StartAsync(Quiet, engine);
        var overdue = LinkRequest.AnswerWindow + TimeSpan.FromMinutes(1);
        for (var round = 0; round < 3; round++)
        {
            var patient = await portal.PatientAsync();
            List<(Guid Id, Guid RequestId)> asked = [.. await Waiting.AddAsync(portal, 50), .. await Waiting.AddAsync(portal, 50, overdue)];
            var strangers = Enumerable.Range(0, StormOf - asked.Count).Select(_ => Guid.NewGuid()).ToList();
            var sent = await portal.SendAsync(patient, await portal.RecordAsync(patient));
            var order = asked.Select(one => one.RequestId).Concat(strangers).ToArray();
            Random.Shared.Shuffle(order);
            var gateway = new Storm(portal);
            var storm = gateway.BlowAsync(order, connections: 128);
            var swept = new List<Guid>();
            using (var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250)))
            {
                do swept.AddRange((await Waiting.AddAsync(portal, 10, overdue)).Select(one => one.Id));
                while (await beat.WaitForNextTickAsync() && !storm.IsCompleted);
            }

            await storm;
            Figures.Say(output, $"C9, {engine}: {order.Length} callbacks, the slowest answer after {gateway.Slowest.TotalMilliseconds:0} ms");
            await portal.CalmAsync();
            await using var db = await portal.OpenDbAsync();
            var orphans = await db.Set<InboxCallback>().Where(one => one.Outcome == CallbackOutcome.Orphan).Select(one => one.RespRequestId).ToListAsync();
            Assert.Empty(strangers.Except(orphans));
            await portal.UntilAsync(sent, LinkState.Linked);
            await portal.UntilAsync(asked.ConvertAll(one => one.Id), LinkState.Linked);
            await portal.UntilAsync(swept, LinkState.NoAnswer);
        }
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "T21"), Trait("Row", "S2")]
    public async Task An_answer_that_came_before_its_request_was_restored_links_it(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var (id, requestId) = (await Waiting.AddAsync(portal, 1)).Single();
        await using var db = await portal.OpenDbAsync();
        var attempt = await db.Set<LinkAttempt>().AsNoTracking().SingleAsync(one => one.RequestId == requestId);
        await db.Set<LinkAttempt>().Where(one => one.RequestId == requestId).ExecuteDeleteAsync();
        Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(Says.Success(requestId)));
        await Eventually.TrueAsync(() => db.Set<InboxCallback>().AnyAsync(one => one.RespRequestId == requestId && one.Outcome == CallbackOutcome.Orphan), () => "no orphan");

        db.Add(attempt);
        await db.SaveChangesAsync();
        await portal.Services.GetRequiredService<OrphanRematch>().LookAsync(CancellationToken.None);

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(1, await db.Set<InboxCallback>().CountAsync(one => one.RespRequestId == requestId && one.Outcome == CallbackOutcome.Applied));
    }

    /// <summary>What a portal says at every callback is not read here, and is much when there are many.</summary>
    private static void Quiet(IDictionary<string, string?> settings) => settings["Logging:LogLevel:Default"] = "Warning";

    private static async Task<(Guid Id, Guid RequestId)> AcceptedAsync(PortalHost portal) => (await Waiting.AddAsync(portal, 1)).Single();

    private static MeterListener Counting(PortalHost portal, string name, Action<long> count)
    {
        var meters = portal.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == meters) own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => count(measurement));
        listener.Start();
        return listener;
    }
}
