using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>G4: the connection breaks before the answer is whole: in doubt, and asked. G5: any 2xx is a yes, whatever follows it.</summary>
public sealed class G4G5BrokenAnswerTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Theory, Trait("Row", "G4")]
    [InlineData(WireFault.ResetInRequest, 0, false)]
    [InlineData(WireFault.ResetInRequest, 1, false)]
    [InlineData(WireFault.ResetInRequest, 200, false)]
    [InlineData(WireFault.ResetBeforeAnswer, 0, false)]
    [InlineData(WireFault.ResetBeforeAnswer, 0, true)]
    [InlineData(WireFault.ResetAfterStatus, 0, false)]
    [InlineData(WireFault.ResetAfterStatus, 0, true)]
    [InlineData(WireFault.HalfHead, 0, false)]
    [InlineData(WireFault.HalfHead, 0, true)]
    [InlineData(WireFault.NotHttp, 0, true)]
    public async Task A_break_leaves_it_in_doubt_and_the_same_requestId_clears_it_up(WireFault fault, int bytes, bool taken)
    {
        var broken = new ScriptedAnswer { Wire = fault, Bytes = bytes, Taken = taken };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 20, nightly: 200), _ => FaultHost.Doubted(broken), isMixed: true)) FaultHost.ClearedUp(linked, taken);
    }

    [Theory, Trait("Row", "G5")]
    [InlineData(200, WireFault.None)]
    [InlineData(204, WireFault.None)]
    [InlineData(null, WireFault.HalfBody)]
    [InlineData(null, WireFault.HugeBody)]
    [InlineData(null, WireFault.GzipBomb)]
    public async Task Any_2xx_is_taken_whatever_becomes_of_its_body(int? status, WireFault fault)
    {
        var odd = new ScriptedAnswer { Status = status, Wire = fault, Taken = true, DelayMs = 60_000 };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 10, nightly: 500), _ => [odd]))
        {
            Assert.Equal([T1, T2, T9], linked.Steps());
            Assert.Contains(T3, linked.Events.Select(one => one.Transition));
            Assert.Equal(status ?? 202, Assert.Single(linked.Attempts).HttpStatus);
            Assert.Single(host.Statuses(linked));
        }
    }
}
