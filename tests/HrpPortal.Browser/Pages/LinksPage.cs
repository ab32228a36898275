using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>The live list.</summary>
public sealed class LinksPage(IPage page)
{
    public ILocator Rows => page.Locator("table.links tbody tr");

    public ILocator ShowNew => page.GetByRole(AriaRole.Button, new() { Name = "new – show" });

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    public ILocator Status(string text) => Row(text).Locator(".chip");

    public ILocator Tab(string word) => page.GetByRole(AriaRole.Navigation, new() { Name = "Status" }).GetByRole(AriaRole.Link, new() { Name = word });
}
