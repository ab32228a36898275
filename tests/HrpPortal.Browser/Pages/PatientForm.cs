using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>The fields of a patient: registering and correcting.</summary>
public sealed class PatientForm(IPage page)
{
    public ILocator Name => page.GetByLabel("Full name");

    public ILocator Sex => page.GetByLabel("Sex");

    public ILocator BirthDate => page.GetByLabel("Date of birth");

    public ILocator Number => page.GetByLabel("Hospital number");

    public ILocator Mobile => page.GetByLabel("Mobile phone");

    public ILocator PhrAddress => page.GetByLabel("ABHA address");

    public ILocator Register => page.GetByRole(AriaRole.Button, new() { Name = "Register patient" });

    public ILocator Save => page.GetByRole(AriaRole.Button, new() { Name = "Save details" });

    public ILocator Summary => page.Locator("[data-error-summary]");

    public ILocator ErrorOf(string field) => page.Locator($"#{field}-error");
}
