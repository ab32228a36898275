using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>Faults ordered by name over HTTP, as a person or a program in another language does.</summary>
public sealed class NamedFaultTests
{
    public static TheoryData<string> Kinds => [.. FaultKinds.All.Select(kind => kind.Name).Where(name => name != "refused")];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_kind_can_be_ordered_by_its_name(string kind)
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(HttpStatusCode.NoContent, await OrderAsync(sandbox, $$"""{"kind":"{{kind}}"}"""));
        var standing = kind is "session-ended" or "clock-skew";
        Assert.Equal(standing ? 0 : 1, sandbox.State.Scripted);
        Assert.Equal(FaultKinds.All.Count, JsonNode.Parse(await sandbox.Http.GetStringAsync("/sandbox/faults"))!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"kind":"earthquake"}""")]
    [InlineData("""{"kind":"slow","path":"/v0.5/unheard/of"}""")]
    [InlineData("""{"kind":"slow","times":0}""")]
    [InlineData("""{"kind":"status","value":"ninety"}""")]
    [InlineData("""{"kind":"session-expires-in","value":"{"}""")]
    [InlineData("""{"kind":"slow","shape":"Round"}""")]
    [InlineData("""{}""")]
    public async Task A_slip_in_an_order_is_told(string order)
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await OrderAsync(sandbox, order));
        Assert.Equal(0, sandbox.State.Scripted);
    }

    [Fact]
    public async Task Refused_ends_by_itself_because_nobody_could_call_to_end_it()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(HttpStatusCode.NoContent, await OrderAsync(sandbox, """{"kind":"refused","seconds":1}""", lastWords: true));
        await Support.Eventually.TrueAsync(() => !sandbox.State.IsDown, "still shut");
        await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
    }

    [Theory]
    [InlineData(BodyShape.Gateway, "{\"error\":{\"code\":2500,\"message\":\"m\"}}")]
    [InlineData(BodyShape.GatewayList, "[{\"error\":{\"code\":2500,\"message\":\"m\"}}]")]
    [InlineData(BodyShape.List, "[{\"code\":\"2500: \",\"message\":\"m\"}]")]
    [InlineData(BodyShape.Text, "m")]
    [InlineData(BodyShape.Empty, "")]
    [InlineData(BodyShape.Broken, "{\"error\":{\"code\":")]
    public async Task A_refusal_has_the_body_that_was_asked_for(BodyShape shape, string expected)
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Status = 403, Shape = shape, Message = "m", RetryAfter = 7 });
        using var answer = await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.Equal((HttpStatusCode.Forbidden, expected, 7), (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_contradicts_the_truth_before_it_or_after_it(bool before)
    {
        await using var sandbox = await StartAsync();
        var body = Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1");
        sandbox.State.Script(before ? new ScriptedAnswer { ErrorBefore = 1402 } : new ScriptedAnswer { ErrorAfter = 1402 });
        await sandbox.PostAsync(CallPaths.AddContexts, body);
        var answers = await sandbox.Portal.AnswersAsync((string)body["requestId"]!, 2);
        Assert.Equal(before ? [1402, null] : [null, 1402], answers.Select(answer => answer.ErrorCode));
        Assert.NotNull(sandbox.State.Find(Hip, Asha.Address, "CC-1"));
    }

    [Fact]
    public async Task A_late_callback_leaves_by_the_sandboxs_clock_and_held_ones_out_of_order()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { DelayMs = 25 * 3600 * 1000 });
        var late = Bodies.FetchModes(Asha.Address);
        await sandbox.PostAsync(CallPaths.FetchModes, late);

        // The 202 is here before the sandbox has put the callback down for later.
        await Eventually.TrueAsync(() => sandbox.State.Handling == 0, "the call is not done with");
        Assert.Equal((0, sandbox.Clock.GetUtcNow().AddHours(25)), (sandbox.State.Leaving, sandbox.State.NextCallbackAt));
        sandbox.Clock.Advance(TimeSpan.FromHours(25));
        await sandbox.Portal.AnswersAsync((string)late["requestId"]!);
        Assert.Null(sandbox.State.NextCallbackAt);

        sandbox.State.Script(new ScriptedAnswer { Hold = true, Times = 2 });
        sandbox.Session = (string?)(await ReadAsync(await sandbox.OpenSessionAsync()))["accessToken"];
        var (first, second) = (Bodies.FetchModes(Asha.Address), Bodies.FetchModes(Asha.Address));
        await sandbox.PostAsync(CallPaths.FetchModes, first);
        await sandbox.PostAsync(CallPaths.FetchModes, second);
        await Eventually.TrueAsync(() => sandbox.State.Held == 2, "the callbacks are not held");
        await sandbox.State.ReleaseAsync(newestFirst: true);
        Assert.Equal(
            [(string)second["requestId"]!, (string)first["requestId"]!],
            sandbox.State.Callbacks.TakeLast(2).Select(one => (string)JsonNode.Parse(one.Body)!["resp"]!["requestId"]!));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("\"600\"", "\"600\"")]
    [InlineData("", null)]
    public async Task A_session_says_what_it_likes_of_its_life(string expiresIn, string? expected)
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Path = CallPaths.Sessions, ExpiresIn = expiresIn });
        Assert.Equal(expected, (await ReadAsync(await sandbox.OpenSessionAsync()))["expiresIn"]?.ToJsonString());
        Assert.Equal((2, 1), (sandbox.State.Sessions.At.Count, sandbox.State.Sessions.MostAtOnce));
    }

    [Theory]
    [InlineData(-3600, HttpStatusCode.TooManyRequests)]
    [InlineData(-500, HttpStatusCode.Accepted)]
    [InlineData(65, HttpStatusCode.TooManyRequests)]
    [InlineData(30, HttpStatusCode.Accepted)]
    public async Task A_wrong_clock_moves_the_date_and_the_replay_window(int seconds, HttpStatusCode expected)
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Skew = TimeSpan.FromSeconds(seconds);
        using var answer = await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.Equal((expected, sandbox.Clock.GetUtcNow().AddSeconds(seconds)), (answer.StatusCode, answer.Headers.Date!.Value));
    }

    [Fact]
    public async Task In_a_training_no_fault_can_be_set()
    {
        await using var sandbox = await StartAsync(options => options.Training = true);
        Assert.Equal(HttpStatusCode.Forbidden, await OrderAsync(sandbox, """{"kind":"black-hole"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await OrderAsync(sandbox, """{"kind":"refused"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await OrderAsync(sandbox, """{"kind":"clock-skew","seconds":60}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await OrderAsync(sandbox, """{"kind":"session-ended"}"""));
        using var script = new StringContent("""{"abort":true}""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.Http.PostAsync("/sandbox/script", script)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.Http.PostAsync("/sandbox/end-sessions", null)).StatusCode);
        Assert.Throws<TrainingException>(() => sandbox.State.Script(new ScriptedAnswer()));
        Assert.Null((await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).ErrorCode);
    }

    private static async Task<HttpStatusCode> OrderAsync(SandboxHost sandbox, string order, bool lastWords = false)
    {
        using var content = new StringContent(order, Encoding.UTF8, "application/json");
        try
        {
            return (await sandbox.Http.PostAsync("/sandbox/faults", content)).StatusCode;
        }
        catch (HttpRequestException) when (lastWords)
        {
            return HttpStatusCode.NoContent; // Its own connection is cut with all others.
        }
    }
}
