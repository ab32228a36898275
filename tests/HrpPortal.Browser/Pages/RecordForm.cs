using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>A health record added by hand.</summary>
public sealed class RecordForm(IPage page)
{
    public ILocator Visit => page.GetByLabel("Visit number");

    public ILocator Date => page.GetByLabel("Date", new() { Exact = true });

    public ILocator Kind => page.GetByLabel("Kind of record");

    public ILocator Title => page.GetByLabel("Title");

    public ILocator Doctor => page.GetByLabel("Doctor");

    public ILocator Add => page.GetByRole(AriaRole.Button, new() { Name = "Add record" });

    public ILocator Summary => page.Locator("[data-error-summary]");

    public ILocator ErrorOf(string field) => page.Locator($"#{field}-error");
}
