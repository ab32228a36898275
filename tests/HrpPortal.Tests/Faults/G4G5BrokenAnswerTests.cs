using HrpPortal.Linking;
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
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 200); round++)
        {
            // Also after the question the callback takes a second: sooner than the 202 it would make T6 needless.
            var broken = new ScriptedAnswer { Wire = fault, Bytes = bytes, Taken = taken, DelayMs = 60_000 };
            var (_, id) = await host.SendAsync(broken, new ScriptedAnswer { DelayMs = 1_000 });
            await host.Portal.UntilAsync(id, LinkState.Unknown);
            FaultHost.ClearedUp(await host.LinkedAsync(id), taken);
        }
    }

    [Theory, Trait("Row", "G5")]
    [InlineData(200, WireFault.None)]
    [InlineData(204, WireFault.None)]
    [InlineData(null, WireFault.HalfBody)]
    [InlineData(null, WireFault.HugeBody)]
    [InlineData(null, WireFault.GzipBomb)]
    public async Task Any_2xx_is_taken_whatever_becomes_of_its_body(int? status, WireFault fault)
    {
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Status = status, Wire = fault, Taken = true, DelayMs = 60_000 });
            var accepted = await host.Portal.UntilAsync(id, LinkState.Accepted);
            Assert.Equal(status ?? 202, accepted.Attempts[0].HttpStatus);
            var linked = await host.LinkedAsync(id);
            Assert.Equal([T1, T2, T9], linked.Steps());
            Assert.Single(host.Statuses(linked));
        }
    }
}
