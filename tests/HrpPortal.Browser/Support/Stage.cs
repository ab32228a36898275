using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Support;

/// <summary>What a class of tests shares: one portal with its sandbox, and one Chromium. Every test gets fresh browser contexts in it.</summary>
public class Stage : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-IN"];

    private IPlaywright? _playwright;

    public IBrowser Chromium { get; private set; } = null!;

    public PortalHost Portal { get; private set; } = null!;

    /// <summary>Where people open the portal. By name, not by number: cookies know no ports, and the sandbox stands at 127.0.0.1.</summary>
    public virtual Uri Address => new UriBuilder(Portal.Address) { Host = "localhost" }.Uri;

    public virtual string Troubles => Portal.Log.Troubles;

    public bool HasPortal => Portal is not null;

    public virtual async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(20_000);
        Portal = await StartPortalAsync();
        _playwright = await Playwright.CreateAsync();
        Chromium = await LaunchAsync(_playwright);
    }

    public virtual async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright!.Dispose();
        await Portal.DisposeAsync();
    }

    /// <summary>Debian's Chromium, or the one that HRP_TEST_CHROMIUM names.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Environment.GetEnvironmentVariable("HRP_TEST_CHROMIUM") ?? "/usr/bin/chromium",
        Args = Arguments,
    });

    /// <summary>Like a developer's own machine: plain http on loopback, and cookies that work there. No demo hospital.</summary>
    protected virtual Task<PortalHost> StartPortalAsync() => PortalHost.StartAsync(AsDeveloper);

    protected static void AsDeveloper(IDictionary<string, string?> settings)
    {
        settings["environment"] = "Development";
        settings["Sandbox:Enabled"] = "false";
        settings["Demo:Seed"] = "false";
    }
}
