using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Sandbox;

/// <summary>A sandbox on a free port, a caller that speaks plain JSON to it, and a catcher of its callbacks.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>Keys are made once for all sandboxes of the tests, in the build's output.</summary>
    private static readonly string Keys = Path.Combine(AppContext.BaseDirectory, "sandbox-test.keys");

    public const string Hip = "IN0710000001";
    public static readonly Account Asha = new("asha.rao@sbx", "Asha Rao", "F", "1986-03-14", "91983690060261", "9735468487");

    private readonly WebApplication app;

    private SandboxHost(WebApplication app, TestClock clock, CallbackCatcher portal)
    {
        (this.app, Clock, Portal) = (app, clock, portal);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address() };
        Browser = new SignInBrowser(app.Address());
        State = app.Services.GetRequiredService<SandboxState>();
    }

    public TestClock Clock { get; }

    public CallbackCatcher Portal { get; }

    public HttpClient Http { get; }

    public SignInBrowser Browser { get; }

    public SandboxState State { get; }

    /// <summary>Sent as the bearer; set by <see cref="StartAsync"/> to a fresh session.</summary>
    public string? Session { get; set; }

    public static async Task<SandboxHost> StartAsync(Action<SandboxOptions>? configure = null, TestClock? clock = null)
    {
        clock ??= new TestClock();
        var portal = new CallbackCatcher();
        var app = SandboxApp.Build([], options =>
        {
            (options.Port, options.CallbackDelayMs, options.PeopleFile, options.Clock, options.CallbackHandler) = (0, 0, "", clock, portal);
            options.KeyFile = Keys;
            configure?.Invoke(options);
        });
        await app.StartAsync();
        var host = new SandboxHost(app, clock, portal);
        host.State.AddAccount(Asha);
        host.Session = (string?)(await ReadAsync(await host.OpenSessionAsync()))["accessToken"];
        return host;
    }

    public Task<HttpResponseMessage> OpenSessionAsync(string secret = "sandbox-only", string? grant = "client_credentials", string? refresh = null)
    {
        var body = new JsonObject { ["clientId"] = "SBX_HRP_PORTAL", ["clientSecret"] = secret };
        if (grant is not null) body["grantType"] = grant;
        if (refresh is not null) body["refreshToken"] = refresh;
        return Http.PostAsync("/gateway/v0.5/sessions", Json(body.ToJsonString()));
    }

    /// <summary>Adds requestId and timestamp where they are missing.</summary>
    public JsonObject Enveloped(JsonObject body)
    {
        if (!body.ContainsKey("requestId")) body.Insert(0, "requestId", Guid.NewGuid().ToString());
        if (!body.ContainsKey("timestamp")) body.Insert(1, "timestamp", Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        return body;
    }

    public Task<HttpResponseMessage> PostAsync(string path, JsonObject body, string? manager = "sbx", CancellationToken cancellationToken = default) =>
        PostTextAsync(path, Enveloped(body).ToJsonString(), manager, cancellationToken);

    public async Task<HttpResponseMessage> PostTextAsync(string path, string body, string? manager = "sbx", CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway" + path) { Content = Json(body) };
        if (Session is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Session);
        if (manager is not null) request.Headers.Add("X-CM-ID", manager);
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends, sees the 202, and waits for the callback.</summary>
    public async Task<CaughtCallback> CallAsync(string path, JsonObject body)
    {
        using var response = await PostAsync(path, body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await Portal.AnswersAsync((string)body["requestId"]!))[0];
    }

    /// <summary>A patient does something on the phone: 204, or 400 with the reason.</summary>
    public async Task<string?> OnPhoneAsync(object order, string address = "asha.rao@sbx")
    {
        using var response = await Http.PostAsync($"/sandbox/phone/{address}", Json(System.Text.Json.JsonSerializer.Serialize(order)));
        return response.StatusCode is HttpStatusCode.NoContent ? null : await response.Content.ReadAsStringAsync();
    }

    public async Task<JsonObject> PhoneAsync(string address = "asha.rao@sbx") => JsonNode.Parse(await Http.GetStringAsync($"/sandbox/phone/{address}"))!.AsObject();

    /// <summary>The one-time code in the last message.</summary>
    public async Task<string> CodeAsync() => (string)(await PhoneAsync())["messages"]!.AsArray()[^1]!["code"]!;

    public async Task<string> TransactionAsync(Account? account = null, string purpose = "LINK", string mode = "DEMOGRAPHICS", string hip = Hip) =>
        (string)(await CallAsync(CallPaths.Init, Bodies.Init((account ?? Asha).Address, purpose, mode, hip))).Body["auth"]!["transactionId"]!;

    public async Task<string> LinkingTokenAsync(Account? account = null, string hip = Hip)
    {
        account ??= Asha;
        var confirmed = await CallAsync(CallPaths.Confirm, Bodies.Confirm(await TransactionAsync(account, hip: hip), account));
        return (string)confirmed.Body["auth"]!["accessToken"]!;
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public static async Task<(HttpStatusCode Status, int Code, string Message)> RefusalAsync(HttpResponseMessage response)
    {
        var error = (await ReadAsync(response))["error"]!;
        return (response.StatusCode, (int)error["code"]!, (string)error["message"]!);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Browser.Dispose();
        await app.DisposeAsync();
        Portal.Dispose();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
