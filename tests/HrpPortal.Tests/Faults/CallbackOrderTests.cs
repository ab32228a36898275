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
        var all = await host.Portal.RoundsAsync(Rounds.Of(ci: 500, nightly: 5000), round => [new ScriptedAnswer { Early = true, AnswerDelayMs = round % 2 * 200 }]);
        foreach (var linked in all)
        {
            Assert.Equal([T1, T2, T9], linked.Steps());

            // The callback was taken first. Whoever notes the 202 first, after Linked nobody does.
            Assert.DoesNotContain(T3, linked.Events.Select(one => one.Transition).SkipWhile(step => step != T9));
            Assert.Equal(202, Assert.Single(linked.Attempts).HttpStatus);
        }
    }

    [Fact, Trait("Row", "C2")]
    public async Task Never_is_no_answer_after_six_minutes_and_the_probe_finds_it_linked()
    {
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 200, nightly: 2000), _ => [new ScriptedAnswer { Silent = true }]))
        {
            Assert.Contains(T14, linked.Steps());
            Assert.Contains(T15, linked.Steps());
            Assert.Equal(T10, linked.Steps()[^1]);
        }
    }

    [Theory, InlineData(true), InlineData(false), Trait("Row", "C4")]
    public async Task Contradicted_before_or_after_it_links_and_the_contradiction_is_kept(bool errorFirst)
    {
        var contradicted = errorFirst ? new ScriptedAnswer { ErrorBefore = 1402 } : new ScriptedAnswer { ErrorAfter = 1402 };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 200, nightly: 2000), _ => [contradicted]))
        {
            Assert.Equal(errorFirst ? [T1, T2, T13, T19] : [T1, T2, T9, T18], linked.Steps());
            Assert.Equal(!errorFirst, linked.Events[^1].Contradicts);
        }
    }

    [Fact, Trait("Row", "C4")]
    public async Task For_an_old_attempt_after_a_new_one_began_it_links_and_nothing_is_linked_twice()
    {
        // The first is taken, its callback late; the gateway's own 2500 sends the portal on to a second.
        var all = await host.Portal.RoundsAsync(Rounds.Of(ci: 100, nightly: 1000), _ => [new ScriptedAnswer { GatewayError = true, Taken = true }]);
        foreach (var linked in all)
        {
            Assert.Equal([T1, T2, T12, T2], linked.Steps()[..4]);
            Assert.True(linked.Attempts.Count >= 2, $"{linked.Attempts.Count} attempts");
            await host.Portal.AnswerAsync(Says.Success(linked.Attempts[0].RequestId));
        }

        foreach (var linked in await host.Portal.EndAsync([.. all.Select(one => one.Row.Id)])) Assert.Equal(T18, linked.Steps()[^1]);
    }

    [Theory, InlineData(299, false), InlineData(375, true), InlineData(25 * 3600, true), Trait("Row", "C7")]
    public async Task Held_it_links_when_it_comes_or_when_the_probe_has_found_it(int seconds, bool noAnswerFirst)
    {
        var held = new ScriptedAnswer { DelayMs = seconds * 1000 };
        var all = await host.Portal.RoundsAsync(Rounds.Of(ci: 17, nightly: 500), _ => [held]);
        foreach (var linked in all) Assert.Equal(noAnswerFirst, linked.Steps().Contains(T14));

        // What comes after the end is kept and changes nothing.
        await host.Portal.RestAsync(TimeSpan.FromSeconds(3));
        await host.Portal.EndAsync([.. all.Select(one => one.Row.Id)]);
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
