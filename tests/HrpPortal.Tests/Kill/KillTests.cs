using HrpPortal.Data;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>
/// kill -9 at each named point: nothing is lost, and nothing that the gateway took is sent again. The points are passed by
/// the two steps of the authentication and by the link itself; the rounds take turns among them, the link first. An authentication is
/// opened in the commit of the link that waits for it: AfterSubmit is passed once, and BeforePush after that commit too.
/// </summary>
public abstract class KillTests(KillLane lane)
{
    /// <param name="point">Where the portal dies.</param>
    /// <param name="passes">How often it passes the point first, one number for each step that comes there.</param>
    /// <param name="outwards">Whether it dies while sending: then every other time the callback comes late, to the portal that was started again.</param>
    protected async Task KillAsync(CrashPoint point, int[] passes, bool outwards)
    {
        for (var round = 0; round < Rounds.Of(ci: 10, nightly: 250); round++)
        {
            var died = new KillRound(lane, point, passes[round % passes.Length], late: outwards && round / passes.Length % 2 == 0);
            try
            {
                await died.PlayAsync();
            }
            catch
            {
                await lane.StopAsync();
                throw;
            }
        }
    }
}

[Trait("Row", "K1")]
public sealed class KillWhileSendingTests(KillLane lane) : KillTests(lane), IClassFixture<KillLane>
{
    [Theory]
    [InlineData(CrashPoint.AfterSubmit, 0)]
    [InlineData(CrashPoint.BeforeAttemptCommit, 3, 1, 2, 0)]
    [InlineData(CrashPoint.AfterAttemptCommit, 2, 0, 1)]
    [InlineData(CrashPoint.AfterConnect, 2, 0, 1)]
    [InlineData(CrashPoint.AfterHeaders, 2, 0, 1)]
    [InlineData(CrashPoint.AfterBody, 2, 0, 1)]
    [InlineData(CrashPoint.AfterAccepted, 2, 0, 1)]
    public Task Killed_on_the_way_out(CrashPoint point, params int[] passes) => KillAsync(point, passes, outwards: true);
}

[Trait("Row", "K1")]
public sealed class KillWhileReceivingTests(KillLane lane) : KillTests(lane), IClassFixture<KillLane>
{
    [Theory]
    [InlineData(CrashPoint.AfterTokenCheck, 2, 0, 1)]
    [InlineData(CrashPoint.BeforeInboxCommit, 2, 0, 1)]
    [InlineData(CrashPoint.AfterInboxCommit, 2, 0, 1)]
    [InlineData(CrashPoint.AfterCallbackAnswered, 2, 0, 1)]
    [InlineData(CrashPoint.MidApply, 2, 0, 1)]
    [InlineData(CrashPoint.BeforePush, 10, 0, 5, 8, 3)]
    public Task Killed_on_the_way_in(CrashPoint point, params int[] passes) => KillAsync(point, passes, outwards: false);
}
