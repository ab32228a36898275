using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

public sealed class PatientPage(IPage page)
{
    /// <summary>"Link 2 records": it opens the wizard.</summary>
    public ILocator LinkRecords => page.Locator("a[data-primary]");

    public ILocator NotLinked => page.Locator("section[aria-labelledby=not-linked]");

    public ILocator CareContexts => Panel("Care contexts");

    public ILocator Requests => Panel("Link requests");

    public ILocator AddRecord => page.GetByRole(AriaRole.Link, new() { Name = "Add a record" });

    private ILocator Panel(string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });
}
