using System.Net;
using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Faults;

/// <summary>G8: callbacks that no parser should have to see. G9: times in every spelling. Nothing falls over and no answer is lost.</summary>
public sealed class G8G9OddCallbackTests(FaultHost host) : IClassFixture<FaultHost>
{
    [Fact, Trait("Row", "G8")]
    public async Task Ten_thousand_malformed_callbacks_are_answered_and_change_nothing_they_should_not()
    {
        var portal = host.Portal;
        var (_, id) = await host.SendAsync(new ScriptedAnswer { Hold = true });
        var asked = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HRP_SEED"), out var given) ? given : 20_261_122;
        var fuzz = new CallbackFuzz(new Random(seed), asked);
        var count = Rounds.Of(ci: 10_000, nightly: 200_000);
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        using var client = portal.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", portal.SandboxServices.GetRequiredService<GatewayTokens>().ForCallback());
        client.DefaultRequestHeaders.Add("X-HIP-ID", PortalHost.HipId);
        var answers = new int[600];
        var bodies = Enumerable.Range(0, count).Select(_ => fuzz.Next()).Chunk(64);
        foreach (var some in bodies)
        {
            await Task.WhenAll(some.Select(async body =>
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new("application/json");
                using var answer = await client.PostAsync(CallbackPaths.OnAddContexts, content);
                Interlocked.Increment(ref answers[(int)answer.StatusCode]);
                Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge,
                    $"seed {seed}: {answer.StatusCode} to {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)))}");
            }));
        }

        Assert.True(answers[202] > count / 20 && answers[400] > count / 20 && answers[413] > 0, $"{answers[202]}, {answers[400]}, {answers[413]}");
        await portal.CalmAsync();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 100_000_000);

        // Whatever errors were invented for it, the truth comes and wins.
        await portal.Sandbox.ReleaseAsync();
        await host.LinkedAsync(id);
    }

    [Theory, Trait("Row", "G9")]
    [InlineData("2031-05-04T09:00:05Z")]
    [InlineData("2031-05-04T09:00:05")]
    [InlineData("2031-05-04T09:00")]
    [InlineData("2031-05-04T09:00:05.9Z")]
    [InlineData("2031-05-04T09:00:05.913204")]
    [InlineData("2031-05-04T09:00:05.913204711")]
    [InlineData("2031-05-04T14:30:05+05:30")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    [InlineData("2020-02-30T25:61:00Z")]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("now+10m")]
    [InlineData("now-10m")]
    [InlineData(null)]
    public async Task The_time_of_a_callback_is_never_a_reason_to_lose_it(string? stamp)
    {
        var portal = host.Portal;
        var ids = await portal.SendAsync(Enumerable.Range(0, Rounds.Of(ci: 14, nightly: 140)), _ => [new ScriptedAnswer { Hold = true }], isMixed: false);
        var text = stamp switch
        {
            null => "null",
            "now+10m" => $"\"{portal.Clock.GetUtcNow().AddMinutes(10):O}\"",
            "now-10m" => $"\"{portal.Clock.GetUtcNow().AddMinutes(-10):O}\"",
            _ => $"\"{stamp}\"",
        };
        var asked = (await portal.UntilAsync(ids, LinkState.Accepted)).Select(one => one.Attempts[0].RequestId).ToList();
        foreach (var id in asked)
        {
            var body = $"{{\"requestId\":\"{Guid.NewGuid()}\",\"timestamp\":{text},\"acknowledgement\":{{\"status\":\"SUCCESS\"}},\"error\":null,\"resp\":{{\"requestId\":\"{id}\"}}}}";
            Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(body));
        }

        await portal.UntilAsync(ids, LinkState.Linked);
        await using var db = await portal.OpenDbAsync();
        var rows = await db.Set<InboxCallback>().AsNoTracking().Where(one => asked.Contains(one.RespRequestId)).ToListAsync();
        var bodies = portal.Services.GetRequiredService<CallbackBodies>();
        Assert.Equal(asked.Order(), rows.Select(one => one.RespRequestId).Order());
        Assert.All(rows, row => Assert.Contains(text, Encoding.UTF8.GetString(bodies.Open(row.ProtectedBody)), StringComparison.Ordinal));
        await portal.Sandbox.ReleaseAsync();
        await portal.EndAsync(ids);
    }
}
