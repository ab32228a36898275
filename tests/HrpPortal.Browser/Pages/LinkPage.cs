using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>One link request.</summary>
public sealed class LinkPage(IPage page)
{
    private ILocator Lead => page.Locator("main section.lead"); // Its name is in the language of the page.

    public ILocator Status => Lead.Locator(".chip");

    public ILocator Sentence => Lead.Locator("p.says");

    public ILocator Next => Lead.Locator(".next");

    public ILocator CorrectDetails => Lead.GetByRole(AriaRole.Link, new() { Name = "Correct the details" });

    public ILocator ChangeAddress => Lead.GetByRole(AriaRole.Link, new() { Name = "Change the address" });

    public ILocator TryAgain => Lead.GetByRole(AriaRole.Button, new() { Name = "Try again" });

    /// <summary>The head of one care context, by a piece of its reference.</summary>
    public ILocator Context(string reference) => page.Locator(".context-head").Filter(new() { HasText = reference });

    public ILocator Story => page.Locator("ol.timeline li");
}
