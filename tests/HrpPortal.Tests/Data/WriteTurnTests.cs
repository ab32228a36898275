using HrpPortal.Data;

namespace HrpPortal.Tests.Data;

public sealed class WriteTurnTests : IDisposable
{
    private readonly WriteTurn _turn = new(new DatabaseSettings(DatabaseProvider.Sqlite, ""));
    private readonly List<string> _order = [];

    public void Dispose() => _turn.Dispose();

    [Fact]
    public async Task A_person_goes_before_all_but_the_first_of_those_that_work_off_what_is_kept()
    {
        var first = await _turn.TakeAsync(CancellationToken.None);
        List<Task> others = [.. Enumerable.Range(1, 5).Select(number => TakeAsync($"work {number}", letsOthersGoFirst: true))];
        others.Add(TakeAsync("a person", letsOthersGoFirst: false));

        first!.Dispose();
        await Task.WhenAll(others);

        Assert.Equal(["work 1", "a person", "work 2", "work 3", "work 4", "work 5"], _order);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_holds_nobody_up()
    {
        using var gaveUp = new CancellationTokenSource();
        var first = await _turn.TakeAsync(CancellationToken.None);
        var left = TakeAsync("left", letsOthersGoFirst: true, gaveUp.Token);
        var stays = TakeAsync("stays", letsOthersGoFirst: true);

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        first!.Dispose();
        await stays;

        Assert.Equal(["stays"], _order);
    }

    private async Task TakeAsync(string who, bool letsOthersGoFirst, CancellationToken cancellationToken = default)
    {
        if (letsOthersGoFirst) _turn.LetOthersGoFirst();
        using var mine = await _turn.TakeAsync(cancellationToken);
        _order.Add(who);
    }
}
