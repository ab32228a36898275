using System.Net;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class LinkTruthTests
{
    private const string AlreadyLinked = "Some of the Care Contexts are already linked, please remove the linked Care Contexts.";

    [Fact]
    public async Task Several_care_contexts_are_linked_in_one_call()
    {
        await using var sandbox = await StartAsync();

        var callback = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1", "CC-2"));

        Assert.Equal("SUCCESS", (string?)callback.Body["acknowledgement"]!["status"]);
        Assert.Equal([("CC-1", 1), ("CC-2", 1)], sandbox.State.Linked.Select(link => (link.Reference, link.SuccessEffects)));
    }

    [Fact]
    public async Task A_linking_token_links_once()
    {
        await using var sandbox = await StartAsync();
        var token = await sandbox.LinkingTokenAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1"));

        var again = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-2"));

        Assert.Equal((1500, "Number of repeat action exceeded"), (again.ErrorCode, (string?)again.Body["error"]!["message"]));
        Assert.Null(sandbox.State.Find(Hip, Asha.Address, "CC-2"));
    }

    [Fact]
    public async Task One_linked_reference_refuses_the_whole_set_and_leaves_the_token_usable()
    {
        await using var sandbox = await StartAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));
        var token = await sandbox.LinkingTokenAsync();

        var refused = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-2", "CC-1"));
        Assert.Equal((1439, AlreadyLinked), (refused.ErrorCode, (string?)refused.Body["error"]!["message"]));
        Assert.Null(sandbox.State.Find(Hip, Asha.Address, "CC-2"));

        var alone = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-2"));
        Assert.Null(alone.ErrorCode);
        Assert.All(sandbox.State.Linked, link => Assert.Equal(1, link.SuccessEffects));
    }

    [Fact]
    public async Task The_same_reference_at_another_facility_or_for_another_patient_is_another_care_context()
    {
        await using var sandbox = await StartAsync();
        var ravi = new Account("ravi.kumar@sbx", "Ravi Kumar", "M", "1979-08-02");
        sandbox.State.AddAccount(ravi);

        var first = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));
        var elsewhere = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(hip: "IN0710000002"), "CC-1"));
        var other = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(ravi), "CC-1"));

        Assert.Equal([Hip, "IN0710000002", Hip], new[] { first, elsewhere, other }.Select(one => one.HipId));
        Assert.All(new[] { first, elsewhere, other }, one => Assert.Null(one.ErrorCode));
    }

    [Fact]
    public async Task An_expired_or_damaged_token_is_answered_by_silence()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 100_000);
        var token = await sandbox.LinkingTokenAsync();
        sandbox.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.AddContexts, Bodies.AddContexts("not-a-jwt", "CC-1"))).StatusCode);

        // The next call's answer comes, theirs did not and will not: nothing is on its way but what is sent.
        await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        Assert.DoesNotContain(sandbox.Portal.Caught, one => one.Path.EndsWith("on-add-contexts", StringComparison.Ordinal));
        Assert.Empty(sandbox.State.Linked);
    }

    [Fact]
    public async Task A_token_signed_by_somebody_else_is_1500()
    {
        await using var sandbox = await StartAsync();
        await using var other = await StartAsync(options => options.KeyFile = null, sandbox.Clock);

        var callback = await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await other.LinkingTokenAsync(), "CC-1"));

        Assert.Equal((1500, "Token is invalid or expired"), (callback.ErrorCode, (string?)callback.Body["error"]!["message"]));
        Assert.Equal(Hip, callback.HipId);
    }

    [Fact]
    public async Task Notify_is_for_linked_care_contexts_of_known_patients()
    {
        await using var sandbox = await StartAsync();
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));

        var told = await sandbox.CallAsync(CallPaths.Notify, Bodies.Notify(Asha.Address, "CC-1"));
        var notLinked = await sandbox.CallAsync(CallPaths.Notify, Bodies.Notify(Asha.Address, "CC-2"));
        var elsewhere = await sandbox.CallAsync(CallPaths.Notify, Bodies.Notify(Asha.Address, "CC-1", hip: "IN0710000002"));
        var nobody = await sandbox.CallAsync(CallPaths.Notify, Bodies.Notify("nobody@sbx", "CC-1"));

        Assert.Equal("SUCCESS", (string?)told.Body["acknowledgement"]!["status"]);
        Assert.Equal([1402, 1402, 1404], new[] { notLinked, elsewhere, nobody }.Select(one => one.ErrorCode!.Value));
        Assert.Equal(1, sandbox.State.Find(Hip, Asha.Address, "CC-1")!.Notifications);
    }
}
