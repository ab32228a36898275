using System.Globalization;
using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Faults.Pairs;

/// <summary>
/// Every fault of the gateway with every way of the callback, many seeds each: in the end every request's state is the consent
/// manager's truth, and every care context was linked once; in either dialect. Seeds come back by HRP_SEED.
/// </summary>
public sealed class PairMatrixTests(ITestOutputHelper output)
{
    private static int Seeds => Rounds.Of(ci: 10, nightly: 50);

    [Theory, InlineData(GatewayDialect.V05), InlineData(GatewayDialect.V3), Trait("Row", "Q3"), Trait("Row", "I9"), Trait("Row", "I10"), Trait("Row", "C2"), Trait("Row", "C7")]
    public async Task Faults_of_one_call_with_every_way_of_the_callback(GatewayDialect dialect)
    {
        await using var portal = await StartAsync(dialect);
        var pairs = Make(dialect, GatewayFault.OfOneCall);
        var run = new PairRun(portal, pairs);
        await run.PrepareAsync();
        await run.SendAsync(pairs);
        await run.DriveAsync();
        await JudgeAsync(run, pairs);
    }

    [Theory, InlineData(GatewayDialect.V05), InlineData(GatewayDialect.V3), Trait("Row", "Q3"), Trait("Row", "I9"), Trait("Row", "I10"), Trait("Row", "G1")]
    public async Task Nobody_listens_with_every_way_of_the_callback(GatewayDialect dialect)
    {
        await using var portal = await StartAsync(dialect);
        var pairs = Make(dialect, [GatewayFault.Refused]);
        var (run, held) = await HeldAsync(portal, pairs);
        await portal.Sandbox.ShutAsync();
        await run.SendAsync(pairs.Except(held));
        await portal.Sandbox.ReleaseAsync();
        await portal.CalmAsync();
        await portal.Sandbox.OpenAsync();
        await run.DriveAsync();
        await JudgeAsync(run, pairs);
    }

    [Theory, InlineData(GatewayDialect.V05), InlineData(GatewayDialect.V3), Trait("Row", "Q3"), Trait("Row", "I9"), Trait("Row", "I10"), Trait("Row", "G7")]
    public async Task No_session_with_every_way_of_the_callback(GatewayDialect dialect)
    {
        await using var portal = await StartAsync(dialect);
        var pairs = Make(dialect, [GatewayFault.NoSession]);
        var (run, held) = await HeldAsync(portal, pairs);
        portal.Sandbox.EndSessions();
        foreach (var odd in new[] { "0", "-1", "\"600\"", "" }) portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Sessions, ExpiresIn = odd });
        portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Sessions, Status = 503, StatusCode = "2503", Times = 3 });
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await run.SendAsync(pairs.Except(held));
        await portal.Sandbox.ReleaseAsync();
        await run.DriveAsync();
        Assert.Equal(1, portal.Sandbox.Sessions.MostAtOnce);
        await JudgeAsync(run, pairs);
    }

    private static Task<PortalHost> StartAsync(GatewayDialect dialect) => PortalHost.StartAsync(settings =>
        (settings["Gateway:TimeoutSeconds"], settings["Outbox:Parallel"], settings["Facilities:0:Dialect"]) = ("2", "48", $"{dialect}"));

    /// <summary>Those whose fault is to befall the call that links get their permission first.</summary>
    private static async Task<(PairRun Run, IReadOnlyList<Pair> Held)> HeldAsync(PortalHost portal, IReadOnlyList<Pair> pairs)
    {
        var run = new PairRun(portal, pairs);
        await run.PrepareAsync();
        var held = pairs.Where(pair => pair.FaultPath == pair.LinkPath).ToList();
        await run.HoldAsync(held);

        // Where the first callback is still held, nobody has asked for the gateway's keys yet.
        Assert.True(await portal.Services.GetRequiredService<GatewayKeys>().RefreshAsync(default));
        return (run, held);
    }

    private static List<Pair> Make(GatewayDialect dialect, IReadOnlyList<GatewayFault> faults)
    {
        var given = Environment.GetEnvironmentVariable("HRP_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : (int?)null;
        var number = 0;
        return
        [
            .. from fault in faults
               from way in CallbackWay.All
               from seed in given is { } one ? [one] : Enumerable.Range(1, Seeds)
               select new Pair(dialect, fault, way, seed, ++number),
        ];
    }

    private async Task JudgeAsync(PairRun run, IReadOnlyList<Pair> pairs)
    {
        var wrong = await run.WrongAsync();
        output.WriteLine(Table(pairs, wrong));
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {pairs.Count} pairs end in another state than the truth:\n{string.Join('\n', wrong.Values.Take(20))}");
    }

    private static string Table(IReadOnlyList<Pair> pairs, IReadOnlyDictionary<Pair, string> wrong)
    {
        var text = new StringBuilder("right of all".PadRight(22));
        foreach (var way in CallbackWay.All) text.Append(way.Name.PadLeft(10));
        foreach (var row in pairs.GroupBy(pair => pair.Fault.Name))
        {
            text.AppendLine().Append(row.Key.PadRight(22));
            foreach (var cell in row.GroupBy(pair => pair.Way.Name)) text.Append($"{cell.Count(pair => !wrong.ContainsKey(pair))}/{cell.Count()}".PadLeft(10));
        }

        return text.ToString();
    }
}
