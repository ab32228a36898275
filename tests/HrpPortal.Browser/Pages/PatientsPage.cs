using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

public sealed class PatientsPage(IPage page)
{
    public ILocator Box => page.GetByLabel("Find a patient");

    public ILocator Rows => page.Locator("table.list tbody tr");

    public ILocator Count => page.Locator("#result-count");

    public ILocator Row(string name) => Rows.Filter(new() { HasText = name });

    /// <summary>Types and waits for what the page says it found.</summary>
    public async Task FindAsync(string text, string count = "1 patient")
    {
        await Box.FillAsync(text);
        await Assertions.Expect(Count).ToHaveTextAsync(count);
    }

    public async Task OpenAsync(string name)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name);
    }
}
