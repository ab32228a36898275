using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.V05;
using HrpPortal.Sandbox.V3;
using HrpPortal.Tests.Support;
using static HrpPortal.Tests.Sandbox.CallbackTests;
using static HrpPortal.Tests.Sandbox.SandboxHost;
using static HrpPortal.Tests.Sandbox.V3Caller;

namespace HrpPortal.Tests.Sandbox;

/// <summary>The official samples beside the checkout: what v3 calls back with has their shape, and a facility's answers of their shape are read.</summary>
public sealed partial class SampleTests
{
    [SharedFact]
    public async Task V3_callbacks_have_exactly_the_shape_of_the_samples()
    {
        await using var sandbox = await StartAsync(options => options.TokenFailures = 1);
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        SameShape("v3-on-generate-token-ok.postman.json", await caller.CallAsync(CallPaths.GenerateToken, TokenBody()));
        var nobody = Asha with { Address = "nobody.here@sbx" };
        SameShape("v3-on-generate-token-error-1051.spec.json", await caller.CallAsync(CallPaths.GenerateToken, TokenBody(nobody)), errorToo: true);
        SameShape("v3-on-generate-token-error-1027.spec.json", await caller.CallAsync(CallPaths.GenerateToken, TokenBody(nobody with { Name = "Nobody" })), errorToo: true);

        var group = Group("Prescription", "CC-1");
        group["count"] = 2;
        SameShape("v3-link-on_carecontext-error-1037.spec.json", await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(group)), errorToo: true);
        SameShape("v3-link-on_carecontext-ok.postman.json", await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-1"))));
        SameShape("v3-links-context-on-notify-errored-1006.observed.json", await caller.CallAsync(CallPaths.NotifyV3, Bodies.Notify(Asha.Address, "CC-1")), errorToo: true);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        SameShape("v3-links-context-on-notify-ok.spec.json", await caller.CallAsync(CallPaths.NotifyV3, Bodies.Notify(Asha.Address, "CC-1")));
        sandbox.State.Script(new() { GatewayError = true });
        SameShape("v3-link-on_carecontext-error-1024.spec.json", await caller.CallAsync(CallPaths.LinkCareContext, LinkBody(Group("Prescription", "CC-2"))), errorToo: true);
    }

    [SharedTheory]
    [InlineData(nameof(AnswerContract.OnDiscover), "v05-care-contexts-on-discover.docs.json")]
    [InlineData(nameof(AnswerContract.OnLinkInit), "v05-links-link-on-init.docs.json")]
    [InlineData(nameof(AnswerContract.OnLinkConfirm), "v05-links-link-on-confirm.docs.json")]
    [InlineData(nameof(AnswerContract.OnShare), "v05-patients-profile-on-share.docs.json")]
    [InlineData(nameof(AnswerContract.OnShareV1), "v10-patients-profile-on-share.postman.json")]
    [InlineData(nameof(AnswerContract.AuthOnNotify), "v05-users-auth-on-notify-ack.schema.json")]
    [InlineData(nameof(AnswerContract.ConsentOnNotify), "v05-consents-hip-on-notify.postman.json")]
    [InlineData(nameof(AnswerContract.DataOnRequest), "v05-health-information-hip-on-request.postman.json")]
    [InlineData(nameof(V3AnswerContract.OnDiscover), "v3-on-discover-request.postman.json")]
    [InlineData(nameof(V3AnswerContract.OnLinkInit), "v3-on-init-request.postman.json")]
    [InlineData(nameof(V3AnswerContract.OnLinkConfirm), "v3-on-confirm-request.postman.json")]
    [InlineData("SmsNotify", "v05-patients-sms-notify2-request.docs.json")]
    [InlineData("SmsNotify", "v3-sms-notify2-request.postman.json")]
    public void A_sample_that_a_facility_sends_is_within_the_contract(string name, string sample)
    {
        var isV3 = sample.StartsWith("v3", StringComparison.Ordinal);
        var holder = (name, isV3) switch
        {
            ("SmsNotify", true) => typeof(V3Contract),
            ("SmsNotify", false) => typeof(Contract),
            (_, true) => typeof(V3AnswerContract),
            _ => typeof(AnswerContract),
        };
        var rule = (Rule)holder.GetField(name)!.GetValue(null)!;
        var text = Placeholder().Replace(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, "samples", sample)))!["body"]!.ToJsonString(), Filled);

        Assert.Null(rule(JsonSerializer.Deserialize<JsonElement>(text), ""));
    }

    private static string Filled(Match placeholder) => placeholder.Value switch
    {
        "{{hiTypes}}" => "Prescription",
        "{{authenticationType}}" => "DIRECT",
        "{{timestamp}}" or "{{$isoTimestamp}}" or "{{communicationExpiry}}" => "2031-05-04T09:00:00.000Z",
        _ => "5f7a535d-a3fd-416b-b069-c97d021fbacd",
    };

    [GeneratedRegex(@"\{\{[^}]+\}\}|\\u003C[^""]+\\u003E|<[^"">]+>")]
    private static partial Regex Placeholder();
}
