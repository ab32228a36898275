using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class ScriptTests
{
    [Fact]
    public async Task A_scripted_error_holds_for_so_many_calls_of_its_path_and_changes_nothing()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Times = 2, ErrorCode = 1402, Message = "Care context not found" });
        var token = await sandbox.LinkingTokenAsync();

        var answers = new List<int?>();
        for (var call = 0; call < 3; call++)
            answers.Add((await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1"))).ErrorCode);

        Assert.Equal([1402, 1402, null], answers);
        Assert.Equal(1, sandbox.State.Find(Hip, Asha.Address, "CC-1")!.SuccessEffects);
        Assert.Equal(0, sandbox.State.Scripted);
    }

    [Fact]
    public async Task A_silent_call_takes_effect_without_a_callback()
    {
        await using var sandbox = await StartAsync();
        var token = await sandbox.LinkingTokenAsync();
        sandbox.State.Script(new ScriptedAnswer { Silent = true });

        await sandbox.PostAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1"));
        await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));

        Assert.NotNull(sandbox.State.Find(Hip, Asha.Address, "CC-1"));
        Assert.DoesNotContain(sandbox.Portal.Caught, one => one.Path.EndsWith("on-add-contexts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_callback_can_come_before_its_202()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Early = true, Copies = 2 });

        await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));

        Assert.Equal(2, sandbox.Portal.Caught.Count); // already here, without waiting
    }

    [Fact]
    public async Task A_callback_can_come_more_than_once()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Copies = 5 });
        var body = Bodies.FetchModes(Asha.Address);

        await sandbox.PostAsync(CallPaths.FetchModes, body);

        var copies = await sandbox.Portal.AnswersAsync((string)body["requestId"]!, 5);
        Assert.Single(copies.Select(copy => copy.Text).Distinct());
    }

    [Fact]
    public async Task Held_callbacks_come_when_they_are_released()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Hold = true, Times = 2 });
        await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        await Eventually(() => sandbox.State.Held == 2);
        Assert.Empty(sandbox.Portal.Caught);

        await sandbox.State.ReleaseAsync();

        Assert.Equal((0, 2), (sandbox.State.Held, sandbox.Portal.Caught.Count));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Accepted)]
    [InlineData(true, HttpStatusCode.TooManyRequests)]
    public async Task A_status_instead_of_202_hides_whether_the_call_was_taken_and_the_same_id_tells(bool taken, HttpStatusCode repeated)
    {
        await using var sandbox = await StartAsync();
        var body = Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1");
        sandbox.State.Script(new ScriptedAnswer { Status = 503, Taken = taken, Message = "down" });

        var (status, _, message) = await RefusalAsync(await sandbox.PostAsync(CallPaths.AddContexts, body));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "down"), (status, message));
        Assert.Equal(taken, sandbox.State.Find(Hip, Asha.Address, "CC-1") is not null);

        Assert.Equal(repeated, (await sandbox.PostAsync(CallPaths.AddContexts, body)).StatusCode);
        Assert.Null((await sandbox.Portal.AnswersAsync((string)body["requestId"]!))[0].ErrorCode);
    }

    [Fact]
    public async Task A_connection_can_be_cut_after_the_call_was_taken()
    {
        await using var sandbox = await StartAsync();
        var body = Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1");
        sandbox.State.Script(new ScriptedAnswer { Abort = true, Taken = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.PostAsync(CallPaths.AddContexts, body));

        Assert.Single(await sandbox.Portal.AnswersAsync((string)body["requestId"]!));
        Assert.Equal(0, sandbox.State.Received[^1].Status);
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_is_called_back_all_the_same()
    {
        await using var sandbox = await StartAsync();
        var body = sandbox.Enveloped(Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));
        sandbox.State.Script(new ScriptedAnswer { AnswerDelayMs = 1_000 });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAsync<TaskCanceledException>(() => sandbox.PostAsync(CallPaths.AddContexts, body, cancellationToken: patience.Token));

        Assert.Null((await sandbox.Portal.AnswersAsync((string)body["requestId"]!))[0].ErrorCode);
        Assert.NotNull(sandbox.State.Find(Hip, Asha.Address, "CC-1"));
    }

    [Fact]
    public async Task Everything_received_and_sent_is_kept_for_the_test_to_see()
    {
        await using var sandbox = await StartAsync();
        sandbox.Portal.Answer = HttpStatusCode.Unauthorized;
        var callback = await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        await sandbox.PostTextAsync(CallPaths.Init, "{}");

        Assert.Equal([(CallPaths.FetchModes, 202), (CallPaths.Init, 400)], sandbox.State.Received.Select(one => (one.Path, one.Status)));
        Assert.Equal(callback.AnswerTo, sandbox.State.Received[0].RequestId);
        await Eventually(() => sandbox.State.Callbacks is [{ Status: 401, Path: "/v0.5/users/auth/on-fetch-modes" }]);
    }

    [Fact]
    public async Task The_same_can_be_steered_over_HTTP()
    {
        await using var sandbox = await StartAsync();

        await NoContent(sandbox, "/sandbox/accounts", """{"address":"ravi.kumar@sbx","name":"Ravi Kumar","gender":"M","dateOfBirth":"1979-08-02"}""");
        await NoContent(sandbox, "/sandbox/script", """{"path":"/v0.5/users/auth/fetch-modes","hold":true}""");
        await NoContent(sandbox, "/sandbox/delay", """{"milliseconds":5}""");
        await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes("ravi.kumar@sbx"));
        var state = JsonNode.Parse(await sandbox.Http.GetStringAsync("/sandbox/state"))!;
        Assert.Equal((1, 5, 202), ((int)state["held"]!, (int)state["callbackDelayMs"]!, (int)state["received"]![0]!["status"]!));

        await NoContent(sandbox, "/sandbox/release", "");
        Assert.Null(Assert.Single(sandbox.Portal.Caught).ErrorCode);
    }

    [Theory]
    [InlineData("/sandbox/script", """{"pfad":"x"}""")]
    [InlineData("/sandbox/script", """{"path":"/v0.5/unheard/of"}""")]
    [InlineData("/sandbox/script", """{"times":0}""")]
    [InlineData("/sandbox/accounts", """{"address":"a@sbx"}""")]
    [InlineData("/sandbox/accounts", """{"address":"a@sbx","name":"A","gender":"M","dateOfBirth":"2000"}""")]
    [InlineData("/sandbox/delay", """{"milliseconds":-1}""")]
    [InlineData("/sandbox/delay", "no json")]
    public async Task A_slip_in_a_script_is_told(string path, string body)
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await SteerAsync(sandbox, path, body)).StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    public async Task A_foreign_page_cannot_steer(string header, string value)
    {
        await using var sandbox = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sandbox/state");
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.Http.SendAsync(request)).StatusCode);
    }

    private static async Task NoContent(SandboxHost sandbox, string path, string body) =>
        Assert.Equal(HttpStatusCode.NoContent, (await SteerAsync(sandbox, path, body)).StatusCode);

    private static async Task<HttpResponseMessage> SteerAsync(SandboxHost sandbox, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await sandbox.Http.PostAsync(path, content);
    }

    private static Task Eventually(Func<bool> condition) => Support.Eventually.TrueAsync(condition, "What the script says did not happen.");
}
