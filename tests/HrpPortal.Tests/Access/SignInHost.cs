using HrpPortal.Access;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace HrpPortal.Tests.Access;

/// <summary>The sign-in alone in a small host at https://portal.test, with a provider of the test's own at https://id.test.</summary>
internal sealed class SignInHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SignInHost(WebApplication app, RogueProvider provider, TestClock clock, Network outgoing, LogLines log)
    {
        (_app, Provider, Clock, Outgoing, Log) = (app, provider, clock, outgoing, log);
        Internet = new Network().With("portal.test", app.GetTestServer().CreateHandler()).With("id.test", provider.Port);
    }

    public RogueProvider Provider { get; }

    public TestClock Clock { get; }

    /// <summary>What the browsers can reach.</summary>
    public Network Internet { get; }

    /// <summary>What the portal can reach.</summary>
    public Network Outgoing { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SignInHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var clock = new TestClock();
        var provider = await RogueProvider.StartAsync(clock);
        var outgoing = new Network().With("id.test", provider.Port);
        var log = new LogLines();
        var app = await PortalAlone.StartAsync(clock, outgoing, log, [("Oidc:Authority", provider.Issuer), ("Oidc:ClientSecret", "kept secret"), .. settings]);
        return new SignInHost(app, provider, clock, outgoing, log);
    }

    public Browser NewBrowser() => new(new HttpMessageInvoker(Internet, disposeHandler: false));

    /// <summary>A browser that was sent to the provider and back: the address it now holds is the callback, not yet opened.</summary>
    public async Task<(Browser Browser, string Callback)> ComeBackAsync()
    {
        var browser = NewBrowser();
        var order = await browser.NextAsync("/account/sign-in?returnUrl=/whoami");
        return (browser, await browser.NextAsync(order));
    }

    /// <summary>Signs in by the ordinary way and says at which page the browser came to rest.</summary>
    public async Task<(Browser Browser, Page Page)> SignInAsync(string returnUrl = "/whoami")
    {
        var browser = NewBrowser();
        return (browser, await browser.GoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}"));
    }

    /// <summary>A whole sign-in that must be refused: on the plain page, with this code in the log, and with nobody signed in.</summary>
    public async Task RefusesAsync(string code, SignInReason reason = SignInReason.Untrusted)
    {
        var (browser, page) = await SignInAsync();
        await AssertRefusedAsync(browser, page, code, reason);
    }

    public async Task AssertRefusedAsync(Browser browser, Page page, string code, SignInReason reason = SignInReason.Untrusted)
    {
        Assert.Equal("/account/sign-in-failed", page.Address.AbsolutePath);
        Assert.Contains($"reason={reason}&", page.Address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain(code, page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page.Html, StringComparison.Ordinal);
        Assert.Contains(Log.Lines, line => line.Contains($"failed: {reason}, {code} ", StringComparison.Ordinal));
        using var afterwards = await browser.SendAsync(HttpMethod.Get, "/whoami", accept: null);
        Assert.Equal(StatusCodes.Status401Unauthorized, (int)afterwards.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
