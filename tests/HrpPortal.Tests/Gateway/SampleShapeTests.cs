using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway;

/// <summary>ABDM's own payloads: what we send has their members, what comes is read.</summary>
public sealed class SampleShapeTests
{
    private static string Folder => Path.Combine(Repository.Shared, "samples");

    private static JsonNode Sample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    private static IEnumerable<string> Members(JsonNode? node, string at = "") => node switch
    {
        JsonObject members => members.SelectMany(member => Members(member.Value, $"{at}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Members(item, at + "[]")),
        _ => [at],
    };

    [SharedTheory]
    [InlineData("auth-on-notify", "v05-users-auth-on-notify-ack.schema")]
    [InlineData("sms-notify2", "v05-patients-sms-notify2-request.docs")]
    [InlineData("on-discover", "v05-care-contexts-on-discover.docs")]
    [InlineData("link-on-init", "v05-links-link-on-init.docs")]
    [InlineData("link-on-confirm", "v05-links-link-on-confirm.docs")]
    [InlineData("on-share", "v05-patients-profile-on-share.docs")]
    [InlineData("v1-on-share", "v10-patients-profile-on-share.postman")]
    [InlineData("consent-on-notify", "v05-consents-hip-on-notify.postman")]
    [InlineData("data-on-request", "v05-health-information-hip-on-request.postman")]
    [InlineData("bridge-url", "v05-bridges-patch.docs")]
    [InlineData("bridge-services", "v05-addUpdateServices-request.postman")]
    [InlineData("v3-bridge-url", "v3-bridge-url-patch.postman")]
    [InlineData("v3-generate-token", "v3-generate-token-request.postman")]
    [InlineData("v3-link-carecontext", "v3-link-carecontext-request-single.current")]
    [InlineData("v3-link-carecontext", "v3-link-carecontext-request-multiple.postman")]
    [InlineData("v3-context-notify", "v3-link-context-notify-request.postman")]
    [InlineData("v3-sms-notify2", "v3-sms-notify2-request.postman", ".requestId", ".timestamp")] // Leftovers of v0.5 there.
    [InlineData("v3-on-discover", "v3-on-discover-request.postman")]
    [InlineData("v3-link-on-init", "v3-on-init-request.postman")]
    [InlineData("v3-link-on-confirm", "v3-on-confirm-request.postman")]
    [InlineData("v3-facility-services", "v3-facility-linking-request.postman")]
    public void What_we_send_has_the_members_of_ABDMs_sample(string golden, string sample, params string[] leftOut)
    {
        var ours = JsonNode.Parse(AllMessages.All.Single(one => one.Golden == golden).Request.ToJson()!);
        Assert.Equal(Members(Sample(sample)["body"]).Distinct().Except(leftOut).Order(StringComparer.Ordinal), Members(ours).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Whatever of the samples comes to us: read, correlated, and success or refusal as its name says.</summary>
    [SharedFact]
    public void Every_answer_among_the_samples_leads_to_its_outcome()
    {
        var seen = 0;
        foreach (var file in Directory.GetFiles(Folder, "*.json"))
        {
            var sample = JsonNode.Parse(File.ReadAllText(file))!;
            var path = ((string?)sample["_meta"]?["path"])?.Replace("/api/hiecm", "", StringComparison.Ordinal) ?? "";
            if ((string?)sample["_meta"]?["direction"] != "gateway->HIP" || CallbackPaths.CallOf(path) is null) continue;
            seen++;
            Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes(sample["body"]!.ToJsonString()), out var body));
            var name = Path.GetFileName(file);
            var refused = name.Contains("error", StringComparison.Ordinal);
            Assert.True(body.IsSuccessAt(path) != refused, name);
            Assert.True(body.Error is not null == refused, name);
            var answered = (string?)(sample["body"]!["resp"] ?? sample["body"]!["response"])?["requestId"];
            Assert.Equal(Guid.TryParse(answered, out var id) ? id : null, body.RespRequestId);
            if (refused) Assert.True(GatewayErrors.Find(path, body.Error!.Code, body.Error.Message).IsListed, name);
        }

        Assert.True(seen >= 15, $"Only {seen} answers were found.");
    }

    [SharedFact]
    public void The_calls_among_the_samples_are_read()
    {
        byte[] Bytes(string name) => Encoding.UTF8.GetBytes(Sample(name)["body"]!.ToJsonString());
        Assert.True(LinkInitCall.TryRead(Bytes("v05-links-link-init.docs"), out var init));
        Assert.Equal(("kiranma@sbx", "DiscoveryRef-352341"), (init.PatientId, init.Groups.Single().PatientReference));
        Assert.Equal(["HT1254323", "HT1254324"], init.Groups.Single().CareContexts);
        Assert.True(LinkConfirmCall.TryRead(Bytes("v05-links-link-confirm.docs"), out var confirm));
        Assert.Equal(("DiscoveryRef-352341", "345234"), (confirm.LinkReference, confirm.Token?.Reveal()));
        Assert.True(ProfileShare.TryRead(Bytes("v05-patients-profile-share.docs"), out var share));
        Assert.Equal(("test@sbx", "1111-1111-1111-11", 2000, null), (share.Patient!.AbhaAddress, share.Patient.AbhaNumber, share.Patient.YearOfBirth, share.Patient.Mobile));
        Assert.True(BridgeRegistration.TryRead(Bytes("v05-getServices-response-200.postman"), out var bridge));
        Assert.Equal(("SBX_002928", 5), (bridge.Id, bridge.Services.Count));
        Assert.True(BridgeRegistration.TryRead(Bytes("v3-bridge-service-by-id-200.postman"), out var service));
        Assert.Equal(("Mohan_HIP1", "HIP"), (service.Services.Single().Id, service.Services.Single().Types.Single()));
    }

    [SharedFact]
    public void The_linking_token_of_v3_tells_its_claims()
    {
        var claims = LinkingTokenClaims.Read((string?)Sample("v3-on-generate-token-ok.postman")["body"]!["linkToken"]);
        Assert.Equal(("nirshad.vthree@sbx", "SBX_HIP_V2", "91536782361862"), (claims.PatientId, claims.RequesterId, claims.AbhaNumber));
        Assert.Equal(TimeSpan.FromDays(182.5), claims.ExpiresAt - claims.IssuedAt);
    }
}
