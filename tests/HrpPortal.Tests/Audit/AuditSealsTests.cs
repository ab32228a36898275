using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HrpPortal.Tests.Audit;

/// <summary>Days of the trail are closed one on the other; what is changed afterwards is found, on both engines.</summary>
public sealed class AuditSealsTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    /// <summary>22 November, 15:00 in India.</summary>
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.Zero));
    private readonly string _hipId = $"IN{Guid.NewGuid():N}";
    private PortalHost _portal = null!;

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_day_of_India_is_sealed_after_it_ended_and_not_before(TestEngine engine)
    {
        var seals = await OnAsync(engine);
        await WriteAsync("a", "b");
        _clock.Advance(TimeSpan.FromHours(9)); // 00:00 in India, 18:30 UTC.
        await WriteAsync("c");

        await seals.SealAsync(default);
        Assert.Empty(await seals.CheckAsync(_hipId, 31, default));

        _clock.Advance(TimeSpan.FromMinutes(10));
        await seals.SealAsync(default);
        Assert.Equal([new SealedDay(new DateOnly(2026, 11, 22), 2, true)], await seals.CheckAsync(_hipId, 31, default));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Days_on_which_nothing_was_done_have_no_seal_and_break_no_chain(TestEngine engine)
    {
        var seals = await OnAsync(engine);
        await WriteAsync("a");
        _clock.Advance(TimeSpan.FromDays(5));
        await WriteAsync("b");
        _clock.Advance(TimeSpan.FromDays(1));

        await seals.SealAsync(default);
        await seals.SealAsync(default);

        Assert.Equal([(27, true), (22, true)], (await seals.CheckAsync(_hipId, 31, default)).Select(day => (day.Day.Day, day.IsIntact)));
        Assert.Equal([(27, true)], (await seals.CheckAsync(_hipId, 1, default)).Select(day => (day.Day.Day, day.IsIntact)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_entry_that_was_changed_added_or_taken_out_is_found_on_its_day(TestEngine engine)
    {
        (string What, Func<IQueryable<AuditEntry>, PortalDb, Task> Do)[] crimes =
        [
            ("who", (entries, _) => entries.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Who, "somebody else"))),
            ("patient", (entries, _) => entries.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.PatientId, Guid.NewGuid()))),
            ("time", (entries, _) => entries.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.At, entry => entry.At.AddSeconds(1)))),
            ("gone", (entries, _) => entries.ExecuteDeleteAsync()),
            ("added", async (entries, db) =>
            {
                var like = await entries.AsNoTracking().SingleAsync();
                db.Add(new AuditEntry { Id = Guid.NewGuid(), HipId = like.HipId, At = like.At, Who = like.Who, WhoName = like.WhoName, What = like.What, Count = 1, Detail = "late" });
                await db.SaveChangesAsync();
            }),
        ];
        foreach (var (what, doAsync) in crimes)
        {
            var seals = await OnAsync(engine);
            var day = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
            await WriteAsync($"{what} 1");
            _clock.Advance(TimeSpan.FromDays(1));
            await WriteAsync($"{what} 2");
            _clock.Advance(TimeSpan.FromDays(1));
            await seals.SealAsync(default);
            await using (var db = await _portal.OpenDbAsync()) await doAsync(db.Set<AuditEntry>().Where(entry => entry.HipId == _hipId && entry.Detail == $"{what} 1"), db);

            var days = await seals.CheckAsync(_hipId, 2, default);
            Assert.Equal([(day.AddDays(1), true), (day, false)], days.Select(one => (one.Day, one.IsIntact)));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_seal_that_was_rewritten_with_its_day_is_found_by_the_next(TestEngine engine)
    {
        var seals = await OnAsync(engine);
        await WriteAsync("a");
        _clock.Advance(TimeSpan.FromDays(1));
        await WriteAsync("b");
        _clock.Advance(TimeSpan.FromDays(1));
        await seals.SealAsync(default);
        await using (var db = await _portal.OpenDbAsync())
        {
            var first = db.Set<AuditSeal>().Where(seal => seal.HipId == _hipId && seal.Day == new DateOnly(2026, 11, 22));
            var second = await db.Set<AuditSeal>().AsNoTracking().SingleAsync(seal => seal.HipId == _hipId && seal.Day == new DateOnly(2026, 11, 23));
            await db.Set<AuditSeal>().Where(seal => seal.HipId == _hipId).ExecuteDeleteAsync();
            await db.Set<AuditEntry>().Where(entry => entry.HipId == _hipId && entry.Detail == "a").ExecuteUpdateAsync(set => set.SetProperty(entry => entry.WhoName, "Another"));
            await seals.SealAsync(default);
            await db.Set<AuditSeal>().Where(seal => seal.HipId == _hipId && seal.Day == second.Day).ExecuteUpdateAsync(set => set.SetProperty(seal => seal.Hash, second.Hash));
        }

        Assert.Equal([false, true], (await seals.CheckAsync(_hipId, 31, default)).Select(day => day.IsIntact));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_nodes_that_seal_at_once_make_one_chain(TestEngine engine)
    {
        var seals = await OnAsync(engine);
        for (var day = 0; day < 5; day++)
        {
            await WriteAsync($"{day}");
            _clock.Advance(TimeSpan.FromDays(1));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => seals.SealAsync(default))));

        var days = await seals.CheckAsync(_hipId, 31, default);
        Assert.Equal(5, days.Count);
        Assert.All(days, day => Assert.True(day.IsIntact));
    }

    private async Task<AuditSeals> OnAsync(TestEngine engine)
    {
        _portal = await hosts.OnAsync(engine);
        var databases = _portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        return new AuditSeals(databases, new PortalTime(_clock, new ConfigurationBuilder().Build()), _clock, NullLogger<AuditSeals>.Instance);
    }

    private async Task WriteAsync(params string[] details)
    {
        var trail = new AuditTrail(_portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>(), _clock);
        foreach (var detail in details) await trail.WriteAsync(_hipId, "somebody", "Some Body", AuditAction.FacilityRenamed, 1, detail);
    }
}
