using System.Net;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>The page at the sandbox's root: what a person sees of it and can do to it.</summary>
public sealed class PanelTests
{
    [Fact]
    public async Task It_shows_links_calls_callbacks_and_faults_and_no_token()
    {
        await using var sandbox = await StartAsync();
        var token = await sandbox.LinkingTokenAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-<b>1"));
        await Support.Eventually.TrueAsync(() => sandbox.State.Leaving == 0, "callbacks are under way");
        sandbox.State.Script(new ScriptedAnswer { Path = CallPaths.Init, Wire = WireFault.ResetAfterStatus, Taken = true, Times = 3 });

        var page = await sandbox.Http.GetStringAsync("/");

        Assert.Contains("<code>CC-&lt;b&gt;1</code>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>asha.rao@sbx</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<code>/v0.5/links/link/on-add-contexts</code>", page, StringComparison.Ordinal);
        Assert.Contains("Reset after status, takes effect <code>/v0.5/users/auth/init</code> <span class=\"quiet\">for 3 more</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(token[^60..], page, StringComparison.Ordinal);
        Assert.DoesNotContain("Training", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_set_and_cleared_by_plain_forms()
    {
        await using var sandbox = await StartAsync();
        using var set = await PostAsync(sandbox, "fault", ("kind", "error"), ("path", CallPaths.FetchModes), ("times", "2"), ("value", "1437"), ("ms", ""), ("seconds", ""));
        Assert.Equal((HttpStatusCode.SeeOther, "/?done=set"), (set.StatusCode, set.Headers.Location!.ToString()));
        Assert.Equal(1437, (await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).ErrorCode);
        Assert.Contains("for 1 more", await sandbox.Http.GetStringAsync("/?done=set"), StringComparison.Ordinal);

        await PostAsync(sandbox, "clear");
        Assert.Null((await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).ErrorCode);
    }

    [Fact]
    public async Task A_slip_is_told_and_nothing_is_set()
    {
        await using var sandbox = await StartAsync();
        using var answer = await PostAsync(sandbox, "fault", ("kind", "slow"), ("ms", "soon"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("role=\"alert\">Not done: ms must be a whole number", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, sandbox.State.Scripted);
    }

    [Fact]
    public async Task Held_callbacks_are_released_by_a_button()
    {
        await using var sandbox = await StartAsync();
        await PostAsync(sandbox, "fault", ("kind", "callback-held"));
        await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.Contains("Release newest first", await sandbox.Http.GetStringAsync("/"), StringComparison.Ordinal);
        await PostAsync(sandbox, "release", ("order", "newest-first"));
        Assert.Equal((0, 1), (sandbox.State.Held, sandbox.Portal.Caught.Count));
    }

    [Fact]
    public async Task A_training_says_so_and_has_no_form()
    {
        await using var sandbox = await StartAsync(options => options.Training = true);
        var page = await sandbox.Http.GetStringAsync("/");
        Assert.Contains("Training: nothing here is real.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Set this fault", page, StringComparison.Ordinal);
        using var answer = await PostAsync(sandbox, "fault", ("kind", "black-hole"));
        Assert.Equal((HttpStatusCode.Forbidden, 0), (answer.StatusCode, sandbox.State.Scripted));
    }

    [Theory]
    [InlineData("/sandbox/panel/fault", "Origin", "http://evil.example")]
    [InlineData("/sandbox/panel/fault", "Origin", "null")]
    [InlineData("/", "Host", "evil.example")]
    public async Task A_foreign_page_can_neither_see_nor_set_anything(string path, string header, string value)
    {
        await using var sandbox = await StartAsync();
        using var request = new HttpRequestMessage(path == "/" ? HttpMethod.Get : HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("kind", "reset")]) };
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.Http.SendAsync(request)).StatusCode);
        Assert.Equal(0, sandbox.State.Scripted);
    }

    private static async Task<HttpResponseMessage> PostAsync(SandboxHost sandbox, string button, params (string Key, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Key, field.Value)));
        return await sandbox.Http.PostAsync("/sandbox/panel/" + button, form);
    }
}
