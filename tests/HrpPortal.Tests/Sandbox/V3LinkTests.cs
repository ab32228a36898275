using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using static HrpPortal.Tests.Sandbox.SandboxHost;
using static HrpPortal.Tests.Sandbox.V3Caller;
using static HrpPortal.Tests.Sandbox.V3ContractTests;

namespace HrpPortal.Tests.Sandbox;

public sealed class V3LinkTests
{
    private const string OnLink = "/api/v3/link/on_carecontext";

    [Fact]
    public async Task A_token_links_again_and_again()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 20_000_000);
        var caller = await new V3Caller(sandbox).WithTokenAsync();

        var first = await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1", "CC-2"), Group("DiagnosticReport", "CC-1")));
        sandbox.Clock.Advance(TimeSpan.FromDays(182));
        var second = await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-3")));

        Assert.Equal((OnLink, Hip), (first.Path, first.HipId));
        Assert.Equal(["abhaAddress", "status", "response"], first.Body.Select(one => one.Key));
        Assert.Equal("Successfully Linked care context", (string?)second.Body["status"]);
        Assert.Equal([("CC-1", 1, 2), ("CC-2", 1, 1), ("CC-3", 1, 1)], sandbox.State.Linked.Select(link => (link.Reference, link.SuccessEffects, link.HiTypes.Count)));
    }

    [Theory]
    [InlineData("count", "2", "ABDM-1037", "Counter and Care context count mismatch")]
    [InlineData("count", "0", "ABDM-1059", "Invalid Care Contexts count")]
    [InlineData("count", "21", "ABDM-1059", "Invalid Care Contexts count")]
    [InlineData("careContexts", "[]", "ABDM-1057", "Invalid Care Contexts")]
    [InlineData("careContexts", "[{\"referenceNumber\":\"\",\"display\":\"d\"}]", "ABDM-1057", "Invalid Care Contexts")]
    [InlineData("careContexts", "[{\"referenceNumber\":\"CC#1\",\"display\":\"d\"}]", "ABDM-1057", "Invalid Care Contexts")]
    [InlineData("careContexts", "[{\"referenceNumber\":\"CC-1\",\"display\":\"ओपीडी\"}]", "ABDM-1057", "Invalid Care Contexts")]
    [InlineData("referenceNumber", "\"SH+1\"", "ABDM-1060", "Invalid Patient Reference Number")]
    [InlineData("display", "\"Records & more\"", "ABDM-1061", "Invalid Patient Display")]
    public async Task A_group_outside_the_rules_is_refused_by_callback(string field, string value, string code, string message)
    {
        await using var sandbox = await StartAsync();
        var group = Group("Prescription", "CC-1");
        group[field] = JsonNode.Parse(value);

        var callback = await (await new V3Caller(sandbox).WithTokenAsync()).CallAsync(CallPaths.LinkCareContext, LinkBody(group));

        Assert.Equal((code, message), (callback.ErrorText, (string?)callback.Body["error"]!["message"]));
        Assert.Equal(["error", "response"], callback.Body.Select(one => one.Key));
        Assert.Empty(sandbox.State.Linked);
    }

    [Fact]
    public async Task Groups_have_different_kinds_and_there_is_one_at_least()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync();

        Assert.Equal("ABDM-1057", (await caller.CallAsync(CallPaths.LinkCareContext, LinkBody())).ErrorText);
        Assert.Equal("ABDM-1057", (await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1"), Group("Prescription", "CC-2")))).ErrorText);
    }

    [Fact]
    public async Task A_token_of_somebody_else_or_somewhere_else_is_refused_at_once()
    {
        await using var sandbox = await StartAsync();
        await using var other = await StartAsync(options => options.KeyFile = null, sandbox.Clock);
        var body = LinkBody(Group("Prescription", "CC-1"));
        var token = await new V3Caller(sandbox).TokenAsync();
        Task<HttpResponseMessage> PostAsync(string linkToken, string hip = Hip, string? number = null)
        {
            var sent = body.DeepClone().AsObject();
            if (number is not null) sent["abhaNumber"] = number.Length == 0 ? null : number;
            return new V3Caller(sandbox) { LinkToken = linkToken, Hip = hip }.PostAsync(CallPaths.LinkCareContext, sent);
        }

        Assert.Equal((400, "ABDM-1066", "Invalid JWT token"), await ErrorAsync(await PostAsync("Bearer " + token)));
        Assert.Equal((400, "ABDM-1026", "Invalid Link Token"), await ErrorAsync(await PostAsync(await new V3Caller(other).TokenAsync())));
        Assert.Equal("ABDM-1026", (await ErrorAsync(await PostAsync(await sandbox.LinkingTokenAsync()))).Code);
        Assert.Equal((400, "ABDM-1063", "HIP Id mismatch with Link token"), await ErrorAsync(await PostAsync(token, "IN0710000002")));
        Assert.Equal((400, "ABDM-1062", "ABHA number mismatch with Link token"), await ErrorAsync(await PostAsync(token, number: "91526859693842")));
        Assert.Equal("ABDM-1062", (await ErrorAsync(await PostAsync(token, number: ""))).Code);
        body["abhaAddress"] = "ravi.kumar@sbx";
        Assert.Equal("ABDM-1038", (await new V3Caller(sandbox) { LinkToken = token }.CallAsync(CallPaths.LinkCareContext, body)).ErrorText);
    }

    [Fact]
    public async Task A_token_ends_after_182_and_a_half_days()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 20_000_000);
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(15_768_000));

        Assert.Equal("ABDM-1026", (await ErrorAsync(await caller.PostAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1"))))).Code);
    }

    [Fact]
    public async Task What_is_linked_in_one_dialect_is_linked_in_the_other()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));
        await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-2")));

        var again = await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1", "CC-3")));
        var old = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-2"));
        var same = await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-2")));
        var otherKind = await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Invoice", "CC-2")));

        Assert.Equal(("ABDM-1056", "This care contexts has been already linked"), (again.ErrorText, (string?)again.Body["error"]!["message"]));
        Assert.Null(sandbox.State.Find(Hip, Asha.Address, "CC-3"));
        Assert.Equal((1439, "ABDM-1056", null), (old.ErrorCode, same.ErrorText, otherKind.ErrorText));
        Assert.All(sandbox.State.Linked, link => Assert.Equal(1, link.SuccessEffects));
    }

    [Fact]
    public async Task Notify_finds_a_link_only_after_five_seconds()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1")));
        Task<CaughtCallback> NotifyAsync(string address = "asha.rao@sbx", string reference = "CC-1") => caller.CallAsync(CallPaths.NotifyV3, Bodies.Notify(address, reference));

        var soon = await NotifyAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        var later = await NotifyAsync();

        Assert.Equal("/api/v3/links/context/on-notify", soon.Path);
        Assert.Equal(("ERRORED", "ABDM-1006: ", "No care context linked with given reference number"),
            ((string?)soon.Body["acknowledgement"]!["status"], soon.ErrorText, (string?)soon.Body["error"]!["message"]));
        Assert.Equal(["acknowledgement", "response"], later.Body.Select(one => one.Key));
        Assert.Equal("SUCCESS", (string?)later.Body["acknowledgement"]!["status"]);
        Assert.Equal("ABDM-1006: ", (await NotifyAsync(reference: "CC-9")).ErrorText);
        Assert.Equal("ABDM-1006: ", (await NotifyAsync("nobody.here@sbx")).ErrorText);
        Assert.Equal(1, sandbox.State.Find(Hip, Asha.Address, "CC-1")!.Notifications);
    }

    [Fact]
    public async Task A_callback_that_is_not_taken_is_sent_again_under_its_request_id()
    {
        await using var sandbox = await StartAsync(options => options.CallbackRetries = 2);
        sandbox.Portal.Answer = HttpStatusCode.ServiceUnavailable;
        var id = Guid.NewGuid().ToString();
        await new V3Caller(sandbox).PostAsync(CallPaths.GenerateToken, TokenBody(), id);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await sandbox.Portal.AnswersAsync(id, attempt);
            if (attempt < 3) await Eventually.TrueAsync(() => sandbox.State.NextCallbackAt is not null, "no further try is planned");
            sandbox.Clock.Advance(TimeSpan.FromSeconds(4));
        }

        var tries = await sandbox.Portal.AnswersAsync(id, 3);
        Assert.Equal(["1", "2", "3"], tries.Select(one => one.Headers["x-envoy-attempt-count"]));
        Assert.Single(tries.Select(one => (one.Headers["request-id"], one.Text)).Distinct());
        await Eventually.TrueAsync(() => sandbox.State.Leaving == 0, "the last try goes on for ever");
        Assert.Null(sandbox.State.NextCallbackAt);
    }

    [Fact]
    public async Task Every_fault_script_holds_for_v3_too()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        async Task<HttpResponseMessage> ScriptedAsync(ScriptedAnswer script, string? id = null)
        {
            sandbox.State.Script(script with { Path = CallPaths.LinkCareContext });
            return await caller.PostAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-" + Guid.NewGuid().ToString("N"))), id);
        }

        Assert.Equal((503, "ABDM-1024", "Scripted refusal"), await ErrorAsync(await ScriptedAsync(new() { Status = 503 })));
        Assert.Equal("""{"code":"ABDM-1024","message":"Scripted refusal"}""", await (await ScriptedAsync(new() { Status = 503, Shape = HrpPortal.Sandbox.Faults.BodyShape.Flat })).Content.ReadAsStringAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => ScriptedAsync(new() { Abort = true }));
        var id = Guid.NewGuid().ToString();
        await ScriptedAsync(new() { ErrorCode = 1024, Message = "Dependent service unavailable", Copies = 2 }, id);
        Assert.Equal(["ABDM-1024", "ABDM-1024"], (await sandbox.Portal.AnswersAsync(id, 2)).Select(one => one.ErrorText));
        id = Guid.NewGuid().ToString();
        await ScriptedAsync(new() { Hold = true, Signature = CallbackSignature.Wrong }, id);
        await Eventually.TrueAsync(() => sandbox.State.Held == 1, "nothing is held");
        await sandbox.State.ReleaseAsync();
        Assert.Null((await sandbox.Portal.AnswersAsync(id))[0].ErrorText);
        sandbox.State.Script(new() { Path = CallPaths.Sessions, Status = 503 });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await caller.PostAsync(CallPaths.SessionsV3, [])).StatusCode);
        var seen = sandbox.State.Received.Last(one => one.Path == CallPaths.LinkCareContext);
        Assert.Equal((id, Hip, caller.LinkToken), (seen.RequestId, seen.Headers["X-HIP-ID"], seen.Headers["X-LINK-TOKEN"]));
    }
}
