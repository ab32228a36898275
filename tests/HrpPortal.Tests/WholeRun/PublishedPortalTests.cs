using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HrpPortal.Data;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.WholeRun;

/// <summary>What <c>dotnet publish -c Release</c> made: the portal, all of it, and nothing of the demo.</summary>
[Trait("Category", "WholeRun")]
public sealed class PublishedPortalTests
{
    private const string Variable = "HRP_TEST_PUBLISHED";

    private static string Folder => Environment.GetEnvironmentVariable(Variable)!;

    [WholeRunFact(Variable)]
    public void It_holds_the_portal_and_nothing_of_the_sandbox_or_the_demo()
    {
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).ToList();

        Assert.All(
            (string[])["HrpPortal.dll", "HrpPortal.Gateway.dll", "appsettings.json", "wwwroot/app.css", "wwwroot/_framework/blazor.web.js"],
            file => Assert.Contains(file, files));
        Assert.DoesNotContain(files, file => file.Contains("Sandbox", StringComparison.OrdinalIgnoreCase)
            || file.Contains("demo", StringComparison.OrdinalIgnoreCase) || file.Contains("appsettings.Development", StringComparison.Ordinal));

        // Nor in what is compiled. The program under test was built with them: there the same search finds each.
        foreach (var word in (string[])["HrpPortal.Demo", "HrpPortal.Sandbox", "CrashAt"])
        {
            Assert.True(Holds(typeof(PortalDb).Assembly.Location, word), word);
            Assert.False(Holds(Path.Combine(Folder, "HrpPortal.dll"), word), word);
        }
    }

    [WholeRunFact(Variable)]
    public async Task It_starts_as_production_with_settings_from_the_environment()
    {
        await using var store = await TestStore.CreateAsync(TestEngine.Sqlite);
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "HrpPortal.dll")])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("DOTNET_ENV", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Settings(store, port)) start.Environment[name] = value;
        using var portal = Process.Start(start)!;
        try
        {
            var output = portal.StandardOutput.ReadToEndAsync();
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.TrueAsync(async () => portal.HasExited || await AnswersAsync(http), () => "The published portal did not become ready.");
            Assert.False(portal.HasExited, portal.HasExited ? $"It ended: {await portal.StandardError.ReadToEndAsync()} {await output}" : "");

            using var style = await http.GetAsync("/app.css");
            Assert.Equal(HttpStatusCode.OK, style.StatusCode);
            using var script = await http.GetAsync("/_framework/blazor.web.js");
            Assert.Equal(HttpStatusCode.OK, script.StatusCode);
            using var behindProxy = new HttpRequestMessage(HttpMethod.Get, "/patients") { Headers = { Host = "portal.test" } };
            behindProxy.Headers.Add("X-Forwarded-Proto", "https");
            using var page = await http.SendAsync(behindProxy);
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
            Assert.Equal("https://portal.test/account/sign-in?returnUrl=%2Fpatients", page.Headers.Location!.ToString());
            using var callback = await http.PostAsync("/v0.5/links/link/on-add-contexts", new StringContent("{}"));
            Assert.Equal(HttpStatusCode.Unauthorized, callback.StatusCode);
        }
        finally
        {
            if (!portal.HasExited) portal.Kill();
            await portal.WaitForExitAsync();
        }
    }

    /// <summary>Names are kept as UTF-8, texts as UTF-16.</summary>
    private static bool Holds(string program, string word)
    {
        var bytes = File.ReadAllBytes(program).AsSpan();
        return bytes.IndexOf(Encoding.UTF8.GetBytes(word)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(word)) >= 0;
    }

    private static Dictionary<string, string> Settings(TestStore store, int port) => new()
    {
        ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
        ["Urls"] = $"http://127.0.0.1:{port}",
        ["ConnectionStrings__Portal"] = store.ConnectionString,
        ["Gateway__ClientId"] = "SBX_HRP_PORTAL",
        ["Gateway__ClientSecret"] = "from-the-environment",
        ["Facilities__0__HipId"] = PortalHost.HipId,
        ["Facilities__0__Name"] = "Test Hospital",
        ["Oidc__Authority"] = "https://id.test",
        ["Oidc__ClientId"] = "hrp-portal",
        ["Oidc__ClientSecret"] = "from-the-environment",
    };

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/healthz/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
