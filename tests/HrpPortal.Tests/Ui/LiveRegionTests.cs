using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Ui;

/// <summary>One polite voice for the whole page.</summary>
public sealed class LiveRegionTests : BunitContext
{
    private readonly PausedClock _clock = new();

    public LiveRegionTests() => Services.AddSingleton<TimeProvider>(_clock).AddScoped<Announcer>();

    private Announcer Announcer => Services.GetRequiredService<Announcer>();

    [Fact]
    public void It_is_there_and_empty_before_anything_is_said()
    {
        var region = Render<LiveRegion>().Find("[role=status]");

        Assert.Equal(("polite", ""), (region.GetAttribute("aria-live"), region.TextContent));
    }

    [Fact, Trait("Row", "A3")]
    public async Task Messages_within_three_seconds_are_said_together()
    {
        var page = Render<LiveRegion>();
        Announcer.Say("Asha Rao: Linked.");
        Announcer.Say("Ravi Kumar: Linked.");
        Announcer.Say("Ravi Kumar: Linked.");
        Announcer.Say("Meena: Needs action.");
        Assert.Equal("Asha Rao: Linked.", page.Text());

        _clock.Tick();

        await page.WaitForAssertionAsync(() => Assert.Equal("Ravi Kumar: Linked. Meena: Needs action.", page.Text()));
        Assert.Equal([TimeSpan.FromSeconds(3)], _clock.Pauses.Distinct());
    }

    [Fact]
    public async Task A_flood_becomes_one_sentence()
    {
        var page = Render<LiveRegion>();
        Announcer.Say("First.");
        for (var number = 1; number <= 20; number++) Announcer.Say($"Patient {number}: Linked.");

        _clock.Tick();

        await page.WaitForAssertionAsync(() => Assert.EndsWith("Patient 3: Linked. And 17 more changes.", page.Text(), StringComparison.Ordinal));
    }

    /// <summary>Its timers ring when the test says so.</summary>
    private sealed class PausedClock : TimeProvider
    {
        private Action? _ring;

        public List<TimeSpan> Pauses { get; } = [];

        public void Tick() => Interlocked.Exchange(ref _ring, null)?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            _ring = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
