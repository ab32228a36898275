using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.Extensions.DependencyInjection;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>What the sandbox does below HTTP, seen by a caller, and what the consent manager made of the call.</summary>
public sealed class WireFaultTests
{
    [Theory]
    [InlineData(WireFault.ResetInRequest, false)]
    [InlineData(WireFault.ResetBeforeAnswer, false)]
    [InlineData(WireFault.ResetBeforeAnswer, true)]
    [InlineData(WireFault.ResetAfterStatus, true)]
    [InlineData(WireFault.HalfHead, false)]
    [InlineData(WireFault.HalfHead, true)]
    [InlineData(WireFault.NotHttp, true)]
    public async Task An_answer_breaks_off_and_taken_says_what_became_of_the_call(WireFault fault, bool taken)
    {
        await using var sandbox = await StartAsync();
        var body = Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1");
        sandbox.State.Script(new ScriptedAnswer { Wire = fault, Taken = taken, Bytes = 7 });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.PostAsync(CallPaths.AddContexts, body));

        Assert.Equal(taken, sandbox.State.Find(Hip, Asha.Address, "CC-1") is not null);
        Assert.Equal(0, sandbox.State.Received[^1].Status);
        Assert.Equal(taken ? HttpStatusCode.TooManyRequests : HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.AddContexts, body)).StatusCode);
        Assert.Single(await sandbox.Portal.AnswersAsync((string)body["requestId"]!));
    }

    [Theory]
    [InlineData(WireFault.ResetBeforeAnswer, SocketError.ConnectionReset)]
    [InlineData(WireFault.ResetAfterStatus, SocketError.ConnectionReset)]
    [InlineData(WireFault.ResetInRequest, SocketError.ConnectionReset)]
    public async Task A_reset_is_a_reset_and_no_quiet_end(WireFault fault, SocketError expected)
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Wire = fault });
        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address)));
        Assert.Equal(expected, Causes(trouble).OfType<SocketException>().Single().SocketErrorCode);
    }

    [Theory]
    [InlineData(WireFault.HalfBody)]
    [InlineData(WireFault.DripBody)]
    [InlineData(WireFault.HugeBody)]
    [InlineData(WireFault.GzipBomb)]
    public async Task A_202_with_a_strange_body_is_a_202(WireFault fault)
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Wire = fault, Taken = true, EveryMs = 1 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway" + CallPaths.FetchModes)
        {
            Content = new StringContent(sandbox.Enveloped(Bodies.FetchModes(Asha.Address)).ToJsonString(), new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Session);
        request.Headers.Add("X-CM-ID", "sbx");
        using var response = await sandbox.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        if (fault is WireFault.HalfBody) await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        else Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 18, 10_485_760);
        Assert.Equal(fault is WireFault.GzipBomb ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_drip_brings_the_whole_answer_in_the_end()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.Script(new ScriptedAnswer { Wire = WireFault.DripHead, Taken = true, EveryMs = 1 });
        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_black_hole_swallows_the_answer_and_holds_up_nobody_else(bool taken)
    {
        await using var sandbox = await StartAsync();
        var body = Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1");
        sandbox.State.Script(new ScriptedAnswer { Wire = WireFault.BlackHole, Taken = taken });
        using var patience = new CancellationTokenSource();
        var hole = sandbox.PostAsync(CallPaths.AddContexts, body, cancellationToken: patience.Token);
        await Support.Eventually.TrueAsync(() => sandbox.State.Hanging == 1, "nobody hangs");

        await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.Equal(taken, sandbox.State.Find(Hip, Asha.Address, "CC-1") is not null);
        Assert.False(hole.IsCompleted);

        await patience.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => hole);
        await Support.Eventually.TrueAsync(() => sandbox.State.Hanging == 0, "somebody still hangs");
    }

    [Fact]
    public async Task Shut_nobody_listens_and_kept_connections_are_cut_and_open_it_is_as_before()
    {
        await using var sandbox = await StartAsync();
        await sandbox.State.ShutAsync();
        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address)));
        Assert.Equal(SocketError.ConnectionRefused, Causes(trouble).OfType<SocketException>().Single().SocketErrorCode);

        await sandbox.State.OpenAsync();
        await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.False(sandbox.State.IsDown);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_second_door_shows_a_certificate_that_nobody_accepts(bool expired)
    {
        await using var app = SandboxApp.Build([], options => (options.Port, options.TlsPort, options.TlsExpired, options.PeopleFile) = (0, 0, expired, ""));
        await app.StartAsync();
        using var client = new HttpClient();
        var trouble = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(app.TlsAddress(), "/gateway/v0.5/heartbeat")));
        Assert.Single(Causes(trouble).OfType<AuthenticationException>());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(app.Address(), "/gateway/v0.5/heartbeat"))).StatusCode);
        Assert.Empty(app.Services.GetRequiredService<SandboxState>().Received);
    }

    private static IEnumerable<Exception> Causes(Exception trouble)
    {
        for (Exception? one = trouble; one is not null; one = one.InnerException) yield return one;
    }
}
