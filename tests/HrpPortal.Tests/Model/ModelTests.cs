using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Model;

/// <summary>
/// Model-based: random runs of clerk, workers, gateway, callbacks, clock and crashes, each step compared with the reference model
/// and each run brought to its end, which must be the consent manager's truth.
/// </summary>
public sealed class ModelTests
{
    private static readonly Gen<Do> Steps = Gen.Frequency(
        (8, Gen.Constant(Do.Work)), (8, Gen.Constant(Do.Send)), (8, Gen.Constant(Do.Settle)), (6, Gen.Constant(Do.Deliver)), (6, Gen.Constant(Do.Wait)), (2, Gen.Constant(Do.Crash)),
        (2, Gen.Constant(Do.Lose)), (1, Gen.Constant(Do.ArriveLate)), (1, Gen.Constant(Do.Cancel)), (2, Gen.Constant(Do.TryAgain)), (1, Gen.Constant(Do.StopPermission)));

    private static readonly Gen<Run> Runs =
        from length in Gen.Choose(1, 60)
        from contexts in Gen.Elements(1, 1, 2, 3)
        from before in Gen.Elements(0, 0, 1, 2, 5)
        from known in Gen.Choose(0, 7)
        from steps in (from what in Steps from a in Gen.Choose(0, 99) from b in Gen.Choose(0, 99) select new Step(what, a, b)).ArrayOf(length)
        select new Run(contexts, contexts == 1 ? 0 : before, known, steps);

    [Fact, Trait("Row", "P1"), Trait("Row", "I9")]
    public void No_run_leaves_the_model_or_ends_in_an_untruth()
    {
        var met = new ConcurrentDictionary<(LinkTransition, LinkState), int>();
        Prop.ForAll(Arb.From(Runs, Smaller), run => Holds(run, met)).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds.Of(10_000, 1_000_000)).WithReplay(Seed.Given));

        // A run that meets nothing proves nothing: every transition was taken, and every end was reached.
        // What the patient links himself comes from beside the model: TransitionTableTests and PatientLinkTests have it.
        Assert.Equal(Enum.GetValues<LinkTransition>().Where(one => one != LinkTransition.T22), met.Keys.Select(one => one.Item1).Distinct().Order());
        Assert.Equal(Enum.GetValues<LinkState>(), met.Keys.Select(one => one.Item2).Distinct().Order());
    }

    /// <summary>Fewer, for each takes some tenths of a second: the same runs through the real sender, replies and stores.</summary>
    [Fact, Trait("Row", "P1"), Trait("Row", "I3"), Trait("Row", "I13")]
    public async Task The_real_machinery_keeps_every_promise_in_random_runs()
    {
        await using var rig = await StoreRig.StartAsync();
        var (rounds, done) = (Rounds.Of(100, 5_000), 0);
        foreach (var run in Runs.Sample(rounds, new Rnd(Seed.OfRuns), rounds)) await HoldsAsync(rig, run, verify: ++done % 20 == 0);
    }

    private static async Task HoldsAsync(StoreRig rig, Run run, bool verify)
    {
        try
        {
            await new StoreWorld(rig, run).RunAsync();
            if (verify) await rig.VerifyAsync();
        }
        catch (Exception problem)
        {
            Assert.Fail($"HRP_SEED={Seed.OfRuns}: {run}\n{problem}");
        }
    }

    internal static void Holds(Run run, ConcurrentDictionary<(LinkTransition, LinkState), int>? met = null)
    {
        var world = new AggregateWorld(run.Contexts, run.Before, run.Known);
        foreach (var step in run.Steps) world.Take(step);
        world.ComesToTheTruth();
        foreach (var happened in world.Events) met?.AddOrUpdate((happened.Transition, happened.To), 1, (_, times) => times + 1);
    }

    /// <summary>Without a stretch of steps, then without single ones, then with smaller numbers.</summary>
    internal static IEnumerable<Run> Smaller(Run run)
    {
        for (var width = run.Steps.Length / 2; width >= 1; width /= 2)
        {
            for (var at = 0; at + width <= run.Steps.Length; at += width)
                yield return run with { Steps = [.. run.Steps[..at], .. run.Steps[(at + width)..]] };
        }

        if (run.Contexts > 1) yield return run with { Contexts = run.Contexts - 1 };
        if (run.Before != 0) yield return run with { Before = 0, Known = 0 };
        for (var i = 0; i < run.Steps.Length; i++)
        {
            if (run.Steps[i].A > 13) yield return run with { Steps = [.. run.Steps[..i], run.Steps[i] with { A = run.Steps[i].A % 14 }, .. run.Steps[(i + 1)..]] };
            if (run.Steps[i].B > 5) yield return run with { Steps = [.. run.Steps[..i], run.Steps[i] with { B = run.Steps[i].B % 6 }, .. run.Steps[(i + 1)..]] };
        }
    }
}
