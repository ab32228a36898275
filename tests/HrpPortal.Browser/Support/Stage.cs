using HrpPortal.Sandbox;
using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Support;

/// <summary>What a class of tests shares: one portal with its sandbox, and one Chromium. Every test gets fresh browser contexts in it.</summary>
public class Stage : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         // Nothing leaves this machine, not even for the name of a font server on a page of others.
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"];

    private IPlaywright? _playwright;
    private PortalHost? _portal;

    public IBrowser Chromium { get; private set; } = null!;

    public PortalHost Portal => _portal ?? throw new InvalidOperationException("The portal of this stage does not run inside the tests.");

    public bool HasPortal => _portal is not null;

    /// <summary>Where people open the portal. By name, not by number: cookies know no ports, and the sandbox stands at 127.0.0.1.</summary>
    public virtual Uri Address => new UriBuilder(Portal.Address) { Host = "localhost" }.Uri;

    /// <summary>What the portal complained of last.</summary>
    public virtual string Troubles => Portal.Log.Troubles;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(45_000);
        await StartAsync();
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            // Debian's, or the one that HRP_TEST_CHROMIUM names: nothing is downloaded.
            ExecutablePath = Environment.GetEnvironmentVariable("HRP_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
    }

    public async Task DisposeAsync()
    {
        if (Chromium is not null) await Chromium.DisposeAsync();
        _playwright?.Dispose();
        await StopAsync();
    }

    protected virtual async Task StartAsync() => _portal = await PortalHost.StartAsync(Set, sandboxOptions: SetSandbox);

    protected virtual async Task StopAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
    }

    protected virtual void SetSandbox(SandboxOptions options)
    {
    }

    /// <summary>Like a developer's own machine: plain http on loopback, and cookies that work there. No demo hospital.</summary>
    protected virtual void Set(IDictionary<string, string?> settings)
    {
        settings["environment"] = "Development";
        settings["Sandbox:Enabled"] = "false";
        settings["Demo:Seed"] = "false";
    }
}
