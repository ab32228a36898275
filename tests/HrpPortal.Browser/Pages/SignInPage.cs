using Microsoft.Playwright;

namespace HrpPortal.Browser.Pages;

/// <summary>The hospital's sign-in provider, as the sandbox and npm oidc-provider show it.</summary>
public sealed class SignInPage(IPage page)
{
    public ILocator Button => page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true });

    public Task SignInAsync(string name) => SignInAsync(name, name);

    public async Task SignInAsync(string name, string password)
    {
        await page.GetByLabel("Username").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await Button.ClickAsync();
    }
}
