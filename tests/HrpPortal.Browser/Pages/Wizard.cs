using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>Which records → permission → check → sent.</summary>
public sealed partial class Wizard(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Continue => page.GetByRole(AriaRole.Button, new() { Name = "Continue" });

    public ILocator Back => page.Locator("a.back");

    public ILocator Told => page.GetByLabel("I told the patient that these records will show in their PHR app.");

    /// <summary>"Send 1 record to asha@sbx".</summary>
    public ILocator Send => page.GetByRole(AriaRole.Button, new() { NameRegex = SendWords() });

    public ILocator Summary => page.Locator("[data-error-summary]");

    /// <summary>The status of the sent request, as its chip says it.</summary>
    public ILocator Status => page.Locator(".sent .chip");

    public ILocator Sentence => page.Locator(".sent .says");

    public ILocator ViewRequest => page.GetByRole(AriaRole.Link, new() { Name = "View request" });

    /// <summary>The box of a record, by its title or its visit.</summary>
    public ILocator Box(string record) => page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex(Regex.Escape(record)) });

    public ILocator New(string visit) => Choices(visit).GetByLabel("New care context");

    public ILocator Existing(string visit) => Choices(visit).GetByLabel("Add to existing");

    public Task StepIsAsync(string heading) => Assertions.Expect(Heading).ToHaveTextAsync(heading);

    /// <summary>From the records step, chosen as they are, to the last look before sending.</summary>
    public async Task ToCheckAsync()
    {
        await StepIsAsync("Which records?");
        await Continue.ClickAsync();
        await StepIsAsync("Permission");
        await Told.CheckAsync();
        await Continue.ClickAsync();
        await StepIsAsync("Check before sending");
    }

    public async Task SendAsync()
    {
        await ToCheckAsync();
        await Send.ClickAsync();
        await StepIsAsync("Sent");
    }

    /// <summary>The record that is chosen, is not linked yet and belongs to the visit.</summary>
    private ILocator Choices(string visit) => page.Locator(".record.chosen").Filter(new() { HasText = $"visit {visit}" });

    [GeneratedRegex("^Send ")]
    private static partial Regex SendWords();
}
