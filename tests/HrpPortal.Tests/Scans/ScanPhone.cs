using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Scans;

/// <summary>The phone of a patient at the sandbox: it scans the counter's code, and shows what came back.</summary>
public static class ScanPhone
{
    /// <summary>What the app shows of the last sharing, once the facility's answer is there.</summary>
    public static async Task<JsonObject> ShareAsync(this PortalHost portal, string address, string form, string hipId = PortalHost.HipId, string counter = "OPD1")
    {
        using var client = new HttpClient { BaseAddress = portal.SandboxAddress };
        var before = (await SharesAsync(client, address)).Count;
        using var done = await client.PostAsJsonAsync($"/sandbox/phone/{address}", new { action = "share", hipId, counter, form });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
        JsonObject? last = null;
        await Eventually.TrueAsync(
            async () => await SharesAsync(client, address) is { } all && all.Count > before && (last = all[0]!.AsObject())["answeredAt"] is not null,
            () => $"No answer to the phone: {last?.ToJsonString()}\n{portal.Log.Troubles}");
        return last!;
    }

    public static async Task<JsonObject> PhoneAsync(this PortalHost portal, string address)
    {
        using var client = new HttpClient { BaseAddress = portal.SandboxAddress };
        return JsonNode.Parse(await client.GetStringAsync($"/sandbox/phone/{address}"))!.AsObject();
    }

    private static async Task<JsonArray> SharesAsync(HttpClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync($"/sandbox/phone/{address}"))!["shares"]!.AsArray();
}
