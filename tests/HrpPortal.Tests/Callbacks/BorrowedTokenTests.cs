using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Signing;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>True tokens of the same world, made for something else.</summary>
public sealed class BorrowedTokenTests
{
    [Fact, Trait("Row", "J21"), Trait("Row", "J22")]
    public async Task J21_J22_tokens_of_staff_of_our_session_and_of_a_permission_open_no_door()
    {
        await using var portal = await PortalHost.StartAsync();
        var patient = await portal.PatientAsync();
        var linked = await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
        await portal.CalmAsync();

        using var client = portal.Anonymous();
        using var session = await client.PostAsJsonAsync(new Uri(portal.SandboxAddress, "gateway/v0.5/sessions"),
            new { clientId = "SBX_HRP_PORTAL", clientSecret = "sandbox-only", grantType = "client_credentials" });
        var opened = JsonNode.Parse(await session.Content.ReadAsStringAsync())!;
        var keys = portal.SandboxServices.GetRequiredService<KeyRing>();
        var now = portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        var permission = JsonNode.Parse(portal.Sandbox.Received.Single(one => one.RequestId == linked.Attempts[0].RequestId.ToString()).Body)!["link"]!["accessToken"]!;
        string[] borrowed =
        [
            keys.OpenId.SignRs256(new JsonObject { ["iss"] = new Uri(portal.SandboxAddress, "oidc").ToString(), ["sub"] = "clerk", ["aud"] = "hrp-portal", ["iat"] = now, ["exp"] = now + 600, ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("gateway") } }),
            (string)opened["accessToken"]!, (string)opened["refreshToken"]!, (string)permission!,
        ];

        await using var db = await portal.OpenDbAsync();
        var before = await db.Set<InboxCallback>().CountAsync();
        foreach (var token in borrowed)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, CallbackPaths.OnAddContexts) { Content = new StringContent(Says.Success(linked.Attempts[0].RequestId), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("X-HIP-ID", PortalHost.HipId);
            using var answer = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }

        Assert.Equal(before, await db.Set<InboxCallback>().CountAsync());
    }
}
