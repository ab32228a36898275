using HrpPortal.Linking;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>C1, C2, C4, C7: the callback early, never, contradicted, late. In the end the truth stands.</summary>
public sealed class CallbackOrderTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Fact, Trait("Row", "C1")]
    public async Task Before_our_202_it_links_and_the_202_overwrites_nothing()
    {
        for (var round = 0; round < Rounds.Of(ci: 10, nightly: 500); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Early = true, AnswerDelayMs = round % 2 * 50 });
            var linked = await host.Portal.UntilAsync(id, LinkState.Linked);
            await Eventually.TrueAsync(async () => (linked = await host.Portal.DetailsAsync(id)).Attempts[0].HttpStatus == 202, () => "the 202 was not noted");
            Assert.Equal(LinkState.Linked, linked.Row.State);
            Assert.Equal([T1, T2, T9], linked.Steps());
            await Truth.HoldsAsync(host.Portal, id);
        }
    }

    [Fact, Trait("Row", "C2")]
    public async Task Never_is_no_answer_after_six_minutes_and_the_probe_finds_it_linked()
    {
        for (var round = 0; round < Rounds.Of(ci: 4, nightly: 200); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Silent = true });
            await host.Portal.UntilAsync(id, LinkState.Accepted);
            var linked = await host.LinkedAsync(id);
            Assert.Contains(T14, linked.Steps());
            Assert.Contains(T15, linked.Steps());
            Assert.Equal(T10, linked.Steps()[^1]);
        }
    }

    [Theory, InlineData(true), InlineData(false), Trait("Row", "C4")]
    public async Task Contradicted_before_or_after_it_links_and_the_contradiction_is_kept(bool errorFirst)
    {
        for (var round = 0; round < Rounds.Of(ci: 5, nightly: 250); round++)
        {
            var (_, id) = await host.SendAsync(errorFirst ? new ScriptedAnswer { ErrorBefore = 1402 } : new ScriptedAnswer { ErrorAfter = 1402 });
            await host.Portal.UntilAsync(id, LinkState.Linked);
            await host.Portal.CalmAsync();
            var linked = await host.Portal.DetailsAsync(id);
            Assert.Equal(errorFirst ? [T1, T2, T13, T19] : [T1, T2, T9, T18], linked.Steps());
            Assert.Equal(!errorFirst, linked.Events[^1].Contradicts);
            await Truth.HoldsAsync(host.Portal, id);
        }
    }

    [Fact, Trait("Row", "C4")]
    public async Task For_an_old_attempt_after_a_new_one_began_it_links_and_nothing_is_linked_twice()
    {
        for (var round = 0; round < Rounds.Of(ci: 5, nightly: 250); round++)
        {
            // The first is taken, its callback late; the gateway's own 2500 sends the portal on to a second.
            var (_, id) = await host.SendAsync(new ScriptedAnswer { GatewayError = true, Taken = true });
            await host.Portal.UntilAsync(id, LinkState.WaitRetry);
            var linked = await host.LinkedAsync(id);
            Assert.True(linked.Attempts.Count >= 2, $"{linked.Attempts.Count} attempts");
            await host.Portal.AnswerAsync(Says.Success(linked.Attempts[0].RequestId));
            await host.Portal.CalmAsync();
            Assert.Equal(T18, (await host.Portal.DetailsAsync(id)).Steps()[^1]);
            await Truth.HoldsAsync(host.Portal, id);
        }
    }

    [Theory, InlineData(299, false), InlineData(361, true), InlineData(25 * 3600, true), Trait("Row", "C7")]
    public async Task Held_it_links_when_it_comes_or_when_the_probe_has_found_it(int seconds, bool noAnswerFirst)
    {
        for (var round = 0; round < Rounds.Of(ci: 3, nightly: 50); round++)
        {
            var (_, id) = await host.SendAsync(new ScriptedAnswer { DelayMs = seconds * 1000 });
            await host.Portal.UntilAsync(id, LinkState.Accepted);
            var linked = await host.LinkedAsync(id);
            Assert.Equal(noAnswerFirst, linked.Steps().Contains(T14));

            // What comes after the end is kept and changes nothing.
            await host.Portal.RestAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(LinkState.Linked, (await host.Portal.DetailsAsync(id)).Row.State);
            await Truth.HoldsAsync(host.Portal, id);
        }
    }

    [Theory, InlineData(CallbackSignature.Wrong), InlineData(CallbackSignature.UnknownKey), Trait("Row", "J7"), Trait("Row", "C2")]
    public async Task Forged_it_counts_for_nothing_and_the_probe_finds_the_truth(CallbackSignature signature)
    {
        var (_, id) = await host.SendAsync(new ScriptedAnswer { Signature = signature });
        await host.Portal.CalmAsync();
        Assert.Equal(LinkState.Accepted, (await host.Portal.DetailsAsync(id)).Row.State);
        Assert.Equal(401, host.Portal.Sandbox.Callbacks[^1].Status);
        Assert.Equal(T10, (await host.LinkedAsync(id)).Steps()[^1]);
    }
}
