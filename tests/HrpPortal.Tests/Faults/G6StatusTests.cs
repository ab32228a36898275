using HrpPortal.Linking;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using static HrpPortal.Linking.LinkTransition;

namespace HrpPortal.Tests.Faults;

/// <summary>G6: every status that was seen in place of a 202, in the body shapes that were seen with it.</summary>
public sealed class G6StatusTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Theory, Trait("Row", "G6")]
    [InlineData(400, BodyShape.Gateway, "2500")]
    [InlineData(400, BodyShape.List, "ABDM-1010")]
    [InlineData(400, BodyShape.Field, "")]
    [InlineData(400, BodyShape.Empty, "")]
    [InlineData(403, BodyShape.Text, "")]
    [InlineData(404, BodyShape.Html, "")]
    [InlineData(413, BodyShape.Html, "")]
    public async Task A_refusal_is_final_and_frees_the_records(int status, BodyShape shape, string code)
    {
        var no = new ScriptedAnswer { Status = status, Shape = shape, StatusCode = code };
        foreach (var refused in await host.Portal.RoundsAsync(Rounds.Of(ci: 50, nightly: 500), _ => [no], LinkState.Refused))
        {
            Assert.Equal(T8, refused.Steps()[^1]);
            Assert.Single(host.Statuses(refused));
        }
    }

    [Theory, Trait("Row", "G6")]
    [InlineData(500, BodyShape.Gateway, "2500", null)]
    [InlineData(500, BodyShape.Gateway, "2503", null)]
    [InlineData(503, BodyShape.Gateway, "2503", 120)]
    [InlineData(429, BodyShape.Manager, "900800", 60)]
    public async Task The_gateways_own_not_now_is_tried_again_under_a_new_requestId(int status, BodyShape shape, string code, int? retryAfter)
    {
        var later = new ScriptedAnswer { Status = status, Shape = shape, StatusCode = code, RetryAfter = retryAfter };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 50, nightly: 500), _ => [later], isMixed: true))
        {
            Assert.Equal([T1, T2, T7, T2, T9], linked.Steps());
            Assert.Equal(2, linked.Attempts.Select(attempt => attempt.RequestId).Distinct().Count());
        }
    }

    [Theory, Trait("Row", "G6")]
    [InlineData(500, BodyShape.Empty, false)]
    [InlineData(500, BodyShape.Broken, true)]
    [InlineData(502, BodyShape.Html, false)]
    [InlineData(502, BodyShape.Html, true)]
    [InlineData(503, BodyShape.Html, true)]
    [InlineData(504, BodyShape.Text, true)]
    [InlineData(429, BodyShape.Gateway, false)]
    [InlineData(429, BodyShape.Gateway, true)]
    public async Task What_says_nothing_of_whether_it_arrived_is_asked_about(int status, BodyShape shape, bool taken)
    {
        var unclear = new ScriptedAnswer { Status = status, Shape = shape, StatusCode = status == 429 ? "2429" : "", Taken = taken };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 50, nightly: 500), _ => FaultHost.Doubted(unclear), isMixed: true))
        {
            FaultHost.ClearedUp(linked, taken);
            if (linked.Attempts[0].Questions == 1) Assert.Equal([status, taken ? 429 : 202], host.Statuses(linked));
        }
    }

    [Theory, InlineData(BodyShape.Gateway, "2401"), InlineData(BodyShape.Manager, "900901"), InlineData(BodyShape.Empty, ""), Trait("Row", "G6")]
    public async Task One_401_is_cured_by_one_renewal_within_the_attempt(BodyShape shape, string code)
    {
        // One after the other: a minute must lie between two renewals.
        var ids = new List<Guid>();
        for (var round = 0; round < Rounds.Of(ci: 50, nightly: 500); round++)
        {
            host.Portal.Clock.Advance(TimeSpan.FromSeconds(61));
            var (_, id) = await host.SendAsync(new ScriptedAnswer { Status = 401, Shape = shape, StatusCode = code });
            var linked = await host.Portal.UntilAsync(id, LinkState.Linked);
            Assert.Equal([401, 202], host.Statuses(linked));
            Assert.Single(linked.Attempts);
            ids.Add(id);
        }

        await host.Portal.EndAsync(ids);
    }

    [Fact, Trait("Row", "G6")]
    public async Task A_401_for_ever_renews_the_session_once_a_minute_and_is_no_storm()
    {
        var portal = host.Portal;
        var ids = await portal.SendAsync(Enumerable.Range(0, Rounds.Of(ci: 50, nightly: 50)), _ => [new ScriptedAnswer { Status = 401, StatusCode = "2401", Times = 100_000 }], isMixed: false);
        await portal.CalmAsync();
        var before = portal.Sandbox.Sessions.At.Count;
        var begun = portal.Clock.GetUtcNow();
        for (var step = 0; step < 40; step++)
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(15));
            await portal.CalmAsync();
        }

        var minutes = (portal.Clock.GetUtcNow() - begun).TotalMinutes;
        var sessions = portal.Sandbox.Sessions.At.Count - before;
        Assert.InRange(sessions, 1, (int)minutes + 2);
        Assert.Equal(1, portal.Sandbox.Sessions.MostAtOnce);
        portal.Sandbox.ClearScript();
        await portal.EndAsync(ids);
    }

    [Fact, Trait("Row", "G6")]
    public async Task A_429_to_the_question_is_the_proof_that_it_was_taken()
    {
        var cut = new ScriptedAnswer { Wire = WireFault.ResetBeforeAnswer, Taken = true, DelayMs = 200_000 };
        foreach (var linked in await host.Portal.RoundsAsync(Rounds.Of(ci: 50, nightly: 500), _ => [cut, new ScriptedAnswer { Status = 502, Shape = BodyShape.Html }], isMixed: true))
        {
            Assert.Equal(T9, linked.Steps()[^1]);
            Assert.Equal(0, host.Statuses(linked)[0]);
            Assert.DoesNotContain(202, host.Statuses(linked));
            Assert.Single(linked.Attempts);
        }
    }
}
