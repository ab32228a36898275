using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>The desk: one box, the patient who stands there, my requests.</summary>
public sealed partial class DeskPage(IPage page)
{
    public ILocator Box => page.GetByRole(AriaRole.Combobox, new() { Name = "Patient" });

    public ILocator Count => page.Locator("#desk-count");

    public ILocator Hits => page.Locator("#desk-results [role=option]");

    /// <summary>The name of the patient who is open.</summary>
    public ILocator Patient => page.Locator("#desk-patient");

    public ILocator Ticks => page.Locator("[data-ticks] input[type=checkbox]");

    /// <summary>"Link 1 record".</summary>
    public ILocator Link => page.GetByRole(AriaRole.Button, new() { NameRegex = LinkWords() });

    public ILocator Undo => page.GetByRole(AriaRole.Button, new() { Name = "Undo (U)" });

    public ILocator Compare => page.Locator(".compare");

    public ILocator Take => page.GetByRole(AriaRole.Button, new() { Name = "Use this ABHA address" });

    public ILocator Requests => page.Locator(".my-requests .rows li");

    /// <summary>What became of the last request of a patient.</summary>
    public ILocator StatusOf(string patient) => Requests.Filter(new() { HasTextRegex = new Regex($@"{Regex.Escape(patient)}\b") }).Locator(".chip");

    public ILocator Recents => page.Locator(".recents:not(.unfinished) a");

    public ILocator Unfinished => page.Locator(".unfinished a");

    /// <summary>As a hand scanner does it: key by key, 5 ms apart, ending with CR and LF.</summary>
    public async Task ScanAsync(string text)
    {
        await page.Keyboard.TypeAsync(text, new KeyboardTypeOptions { Delay = 5 });
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await PauseAsync();
    }

    /// <summary>After a scan the page hears no key for half a second; people are slower than this test.</summary>
    public Task PauseAsync() => page.EvaluateAsync("() => new Promise(done => setTimeout(done, 520))");

    public async Task PressAsync(string key)
    {
        if (key.EndsWith("Enter", StringComparison.Ordinal)) await PauseAsync();
        await page.Keyboard.PressAsync(key);
    }

    [GeneratedRegex("^Link ")]
    private static partial Regex LinkWords();
}
