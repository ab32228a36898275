using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.Tests.Linking;

/// <summary>The bodies of the page that this portal was ordered with, and our own in their shape: sent so, and understood as they stand.</summary>
public sealed class SeedTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    [SharedFact]
    public async Task Our_add_contexts_call_has_the_seeds_members_in_the_seeds_order() =>
        Assert.Equal(Members(Sample("v05-links-add-contexts-request.seed")), Members(await SentAsync()));

    [Fact]
    public async Task Our_add_contexts_call_has_the_members_of_our_own_golden_file() =>
        Assert.Equal(Members(JsonNode.Parse(Golden("add-contexts"))!), Members(await SentAsync(contexts: 2)));

    [SharedTheory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public Task The_seeds_SUCCESS_as_it_stands_links(TestEngine engine) =>
        LinksAsync(engine, Sample("v05-links-on-add-contexts-success.seed").ToJsonString(), LinkTransition.T9);

    [SharedTheory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public Task The_seeds_1439_as_it_stands_links_a_single_care_context(TestEngine engine) =>
        LinksAsync(engine, Sample("v05-links-on-add-contexts-error-1439.seed").ToJsonString(), LinkTransition.T10);

    [Theory]
    [InlineData("on-add-contexts-success", LinkTransition.T9, LinkState.Linked)]
    [InlineData("on-add-contexts-1439", LinkTransition.T10, LinkState.Linked)]
    [InlineData("on-add-contexts-gateway-2500", LinkTransition.T12, LinkState.WaitRetry)]
    public Task Our_own_golden_answers_lead_to_the_same_states(string name, LinkTransition step, LinkState state) =>
        LinksAsync(TestEngine.Sqlite, Golden(name), step, state);

    [SharedFact]
    public async Task Every_v05_callback_of_the_samples_is_taken()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var taken = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Shared, "samples"), "v05-*.json"))
        {
            var sample = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            var path = (string)sample["_meta"]!["path"]!;
            if ((string)sample["_meta"]!["direction"]! != "gateway->HIP" || !Paths.Contains(path)) continue;
            Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(path, sample["body"]!.ToJsonString()));
            taken++;
        }

        Assert.True(taken >= 9, $"Only {taken} samples were found.");
        await portal.CalmAsync();
        await using var db = await portal.OpenDbAsync();
        Assert.False(await db.Set<HrpPortal.Callbacks.InboxCallback>().AnyAsync(one => one.Failures > 0 || one.AppliedAt == null));

        // A callback that is known is not applied twice: the other tests of this host have the same bodies.
        await db.Set<HrpPortal.Callbacks.InboxCallback>().ExecuteDeleteAsync();
    }

    [SharedTheory]
    [InlineData("v05-links-on-add-contexts-error-1500-expired-or-unknown-token.derived")]
    [InlineData("v05-links-on-add-contexts-error-1500-token-used-up.derived")]
    public Task The_samples_of_1500_fetch_a_new_permission(string name) => RenewsAsync(Sample(name));

    [Fact]
    public Task Our_own_1500_fetches_a_new_permission() => RenewsAsync(JsonNode.Parse(Golden("on-add-contexts-1500"))!);

    private static IReadOnlyCollection<string> Paths =>
        [CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify, CallbackPaths.OnFetchModes, CallbackPaths.OnInit, CallbackPaths.OnConfirm];

    private static JsonNode Sample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, "samples", name + ".json")))!["body"]!;

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "HrpPortal.Tests", "Gateway", "Golden", name + ".json")).TrimEnd('\n');

    /// <summary>Names of members, in order and with their place; the values are another matter.</summary>
    private static IEnumerable<string> Members(JsonNode node, string at = "") => node switch
    {
        JsonObject parent => parent.SelectMany(member => Members(member.Value!, $"{at}.{member.Key}").Prepend($"{at}.{member.Key}")),
        JsonArray list => list.SelectMany(item => Members(item!, at + "[]")).Distinct(),
        _ => [],
    };

    private async Task<JsonNode> SentAsync(int contexts = 1)
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var patient = await portal.PatientAsync();
        var records = new List<HealthRecord>();
        for (var i = 0; i < contexts; i++) records.Add(await portal.RecordAsync(patient));
        var linked = await portal.UntilAsync(await portal.SendAsync(patient, [.. records]), LinkState.Linked);
        return JsonNode.Parse(portal.Sandbox.Received.Single(one => one.RequestId == linked.Attempts[0].RequestId.ToString()).Body)!;
    }

    private async Task LinksAsync(TestEngine engine, string body, LinkTransition step, LinkState state = LinkState.Linked)
    {
        var portal = await hosts.OnAsync(engine);
        var requestId = (Guid)JsonNode.Parse(body)!["resp"]!["requestId"]!;
        var id = await AcceptedAsync(portal, requestId);
        var hipId = step == LinkTransition.T12 ? "bridge_SBX_HRP_PORTAL" : PortalHost.HipId;
        Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(body, hipId));
        var details = await portal.UntilAsync(id, state);
        Assert.Equal(step, details.Steps()[^1]);
        await ForgetAsync(portal, id);
    }

    private async Task RenewsAsync(JsonNode body)
    {
        var portal = await hosts.OnAsync(TestEngine.PostgreSql);
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        body["resp"]!["requestId"] = (await portal.UntilAsync(id, LinkState.Accepted)).Attempts[0].RequestId.ToString();
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        Assert.Equal(HttpStatusCode.Accepted, await portal.AnswerAsync(body.ToJsonString()));
        await Eventually.TrueAsync(() => portal.Calls(CallPaths.Init, patient.PhrAddress!) == 2, "no new permission was asked for");
        await Eventually.TrueAsync(() => portal.Sandbox.Held == 2, "it was not sent again");
        await portal.Sandbox.ReleaseAsync();
        await portal.UntilAsync(id, LinkState.Linked);
    }

    /// <summary>A request in the store that was sent under this requestId and accepted: set up by the aggregate, not by the gateway.</summary>
    private static async Task<Guid> AcceptedAsync(PortalHost portal, Guid requestId)
    {
        var patient = await portal.PatientAsync();
        var record = await portal.RecordAsync(patient);
        await using var db = await portal.OpenDbAsync();
        var now = portal.Clock.Utc();
        var context = new CareContext
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, Reference = "CC-" + record.VisitNumber, VisitNumber = record.VisitNumber, Display = "OPD Records", CreatedAt = now,
        };
        var request = Requests.Of(patient, record, context, now);
        var token = new LinkingToken
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, Dialect = request.Dialect, AddressKey = request.AddressKey, IssuedAt = now, ExpiresAt = now.AddDays(1),
            ProtectedText = portal.Services.GetRequiredService<TokenVault>().Close(new Secret("of-no-use")),
        };
        token.Reserve(request.Id, now);
        request.BeginAttempt(requestId, token.Id, now);
        request.AttemptAccepted(requestId, LinkTransition.T3, 202, null, now);
        db.AddRange(context, token, request);
        await db.SaveChangesAsync();
        return request.Id;
    }

    /// <summary>The samples' requestIds are each one and the same: the next test needs them again.</summary>
    private static async Task ForgetAsync(PortalHost portal, Guid id)
    {
        await using var db = await portal.OpenDbAsync();
        var ids = await db.Set<LinkAttempt>().Where(one => one.LinkRequestId == id).Select(one => one.RequestId).ToListAsync();
        await db.Set<HrpPortal.Callbacks.InboxCallback>().Where(one => ids.Contains(one.RespRequestId)).ExecuteDeleteAsync();
        await db.Set<HrpPortal.Outbox.OutboxMessage>().Where(one => one.SubjectId == id).ExecuteDeleteAsync();
        await db.Set<LinkRequest>().Where(one => one.Id == id).ExecuteDeleteAsync();
    }
}
