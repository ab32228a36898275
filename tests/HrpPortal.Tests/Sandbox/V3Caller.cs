using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Tests.Sandbox;

/// <summary>A facility that speaks v3 to the sandbox: header by header, so that each can be left out.</summary>
internal sealed class V3Caller(SandboxHost sandbox)
{
    public string? Hip { get; set; } = SandboxHost.Hip;

    public string? LinkToken { get; set; }

    public string? Manager { get; set; } = "sbx";

    /// <summary>Null: the clock's, as v3 wants it; empty: the header is left out.</summary>
    public string? Timestamp { get; set; }

    public static JsonObject TokenBody(Account? account = null) => new()
    {
        ["abhaNumber"] = account is { AbhaNumber: null } ? null : long.Parse((account ?? SandboxHost.Asha).AbhaNumber!, CultureInfo.InvariantCulture),
        ["abhaAddress"] = (account ?? SandboxHost.Asha).Address,
        ["name"] = (account ?? SandboxHost.Asha).Name,
        ["gender"] = (account ?? SandboxHost.Asha).Gender,
        ["yearOfBirth"] = int.Parse((account ?? SandboxHost.Asha).DateOfBirth[..4], CultureInfo.InvariantCulture),
    };

    public static JsonObject LinkBody(params JsonObject[] groups) => new()
    {
        ["abhaNumber"] = SandboxHost.Asha.AbhaNumber, ["abhaAddress"] = SandboxHost.Asha.Address, ["patient"] = new JsonArray([.. groups]),
    };

    public static JsonObject Group(string hiType, params string[] references) => new()
    {
        ["referenceNumber"] = "SH-000001",
        ["display"] = "Sanjeevani Hospital records",
        ["careContexts"] = new JsonArray([.. references.Select(reference => new JsonObject { ["referenceNumber"] = reference, ["display"] = "OPD visit" })]),
        ["hiType"] = hiType,
        ["count"] = references.Length,
    };

    public Task<HttpResponseMessage> PostAsync(string path, JsonObject body, string? id = null) => SendAsync(HttpMethod.Post, path, body.ToJsonString(), id);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? id = null)
    {
        using var request = new HttpRequestMessage(method, "/api/hiecm" + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (sandbox.Session is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Session);
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) request.Headers.TryAddWithoutValidation(name, value);
        }

        Add("REQUEST-ID", id ?? Guid.NewGuid().ToString());
        Add("TIMESTAMP", Timestamp ?? sandbox.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Add("X-CM-ID", Manager);
        Add("X-HIP-ID", Hip);
        Add("X-LINK-TOKEN", LinkToken);
        return await sandbox.Http.SendAsync(request);
    }

    /// <summary>Sends, sees the empty 202, and waits for the callback.</summary>
    public async Task<CaughtCallback> CallAsync(string path, JsonObject body)
    {
        var id = Guid.NewGuid().ToString();
        using var response = await PostAsync(path, body, id);
        Assert.Equal((HttpStatusCode.Accepted, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        return (await sandbox.Portal.AnswersAsync(id))[0];
    }

    public async Task<string> TokenAsync(Account? account = null) => (string)(await CallAsync(CallPaths.GenerateToken, TokenBody(account))).Body["linkToken"]!;

    public async Task<V3Caller> WithTokenAsync(Account? account = null)
    {
        LinkToken = await TokenAsync(account);
        return this;
    }
}
