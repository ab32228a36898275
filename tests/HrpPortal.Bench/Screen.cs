using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Bench;

/// <summary>A Chromium that is signed in at the portal.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         // Tabs that nobody looks at are measured too.
         "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _chromium;
    private readonly IBrowserContext _context;
    private readonly Uri _portal;

    private Screen(IPlaywright playwright, IBrowser chromium, IBrowserContext context, Uri portal) =>
        (_playwright, _chromium, _context, _portal) = (playwright, chromium, context, portal);

    public static async Task<Screen> OpenAsync(Portal portal)
    {
        var playwright = await Playwright.CreateAsync();
        var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("HRP_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1366, Height = 768 } });
        var address = new UriBuilder(portal.Address) { Host = "localhost" }.Uri;
        var cookie = StaffCookie.For(portal.Services, "records").Split('=', 2);
        await context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = cookie[1], Url = address.ToString() }]);
        return new Screen(playwright, chromium, context, address);
    }

    /// <summary>The live list, when its circuit is there.</summary>
    public async Task<IPage> LiveListAsync()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(new Uri(_portal, "/links").ToString());
        await page.Locator("[data-live=yes]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("main tbody tr").First.WaitForAsync();
        return page;
    }

    /// <summary>The search for patients, when its circuit is there.</summary>
    public async Task<IPage> PatientsAsync()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(new Uri(_portal, "/patients").ToString());
        await page.Locator("[data-live=yes]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }
}
