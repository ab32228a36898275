using HrpPortal.Live;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Live;

/// <summary>Who asked for a topic hears of it, until they leave; one listener's trouble is not another's.</summary>
public sealed class LiveUpdatesTests : IDisposable
{
    private readonly CapturedLog _log = new();
    private readonly LiveUpdates _live;
    private readonly List<string> _heard = [];

    public LiveUpdatesTests()
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _live = new LiveUpdates(factory.CreateLogger<LiveUpdates>());
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_change_reaches_those_who_asked_for_its_topic_and_the_relays()
    {
        using var one = _live.Subscribe("link:1", change => _heard.Add("one " + change.State));
        using var other = _live.Subscribe("link:2", change => _heard.Add("other " + change.State));
        using var all = _live.Subscribe(LiveUpdates.Everything, change => _heard.Add("all " + change.State));
        _live.Publish(new LiveChange("link:1", Guid.Empty, "Linked"));
        Assert.Equal(["one Linked", "all Linked"], _heard);
    }

    [Fact]
    public void Who_left_hears_no_more_and_may_leave_twice()
    {
        var one = _live.Subscribe("link:1", _ => _heard.Add("one"));
        using var two = _live.Subscribe("link:1", _ => _heard.Add("two"));
        one.Dispose();
        one.Dispose();
        _live.Publish(new LiveChange("link:1", Guid.Empty, "Linked"));
        Assert.Equal(["two"], _heard);
    }

    [Fact]
    public void A_listener_may_leave_while_it_is_told()
    {
        IDisposable? own = null;
        own = _live.Subscribe("link:1", _ => own!.Dispose());
        using var two = _live.Subscribe("link:1", _ => _heard.Add("two"));
        _live.Publish(new LiveChange("link:1", Guid.Empty, "Linked"));
        _live.Publish(new LiveChange("link:1", Guid.Empty, "Linked"));
        Assert.Equal(["two", "two"], _heard);
    }

    [Fact]
    public void A_listener_that_breaks_is_logged_and_the_others_hear_all_the_same()
    {
        using var broken = _live.Subscribe("link:1", _ => throw new InvalidOperationException("broken page"));
        using var two = _live.Subscribe("link:1", _ => _heard.Add("two"));
        _live.Publish(new LiveChange("link:1", Guid.Empty, "Linked"));
        Assert.Equal(["two"], _heard);
        Assert.Contains(_log.Lines, line => line.Contains("A subscriber of link:1 failed", StringComparison.Ordinal));
    }
}
