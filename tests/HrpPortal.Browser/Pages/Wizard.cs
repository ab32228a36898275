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

    /// <summary>"Saved 10:42": what was chosen last is in the store.</summary>
    public ILocator Saved => page.Locator(".saved");

    /// <summary>Past the question whether the patient was told, where it is asked, to the records.</summary>
    public async Task ToRecordsAsync()
    {
        await Assertions.Expect(Heading).ToHaveTextAsync(new Regex("^(Permission|Which records\\?)$"));
        if (await Heading.InnerTextAsync() == "Permission")
        {
            await Told.CheckAsync();
            await Assertions.Expect(Saved).ToContainTextAsync("Saved");
            await Continue.ClickAsync();
        }

        await StepIsAsync("Which records?");
    }

    /// <summary>To the last look before sending, the records as they are proposed.</summary>
    public async Task ToCheckAsync()
    {
        await ToRecordsAsync();
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
