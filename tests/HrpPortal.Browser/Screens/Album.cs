using HrpPortal.Browser.Accessibility;
using HrpPortal.Browser.Support;
using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Screens;

/// <summary>One state of a page in every look, as pictures for people to look at; each must fit its screen and keep the rules of accessibility.</summary>
internal static class Album
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "screenshots");

    /// <param name="hindi">False where the state would be gone in the second tab that speaks Hindi.</param>
    public static async Task ShootAsync(Person person, string name, bool hindi = true)
    {
        var page = person.Page;
        foreach (var (look, scheme, width, height) in new[] { ("light", ColorScheme.Light, 1366, 768), ("dark", ColorScheme.Dark, 1366, 768), ("narrow", ColorScheme.Light, 320, 640) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, height);
            await PictureAsync(page, look, name);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} ({look}) is wider than the screen.");
            var broken = await Axe.ViolationsAsync(page);
            Assert.True(broken.Count == 0, $"{name} ({look}): {string.Join('\n', broken)}");
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1366, 768);
        if (hindi) await InHindiAsync(page, name);
    }

    private static async Task InHindiAsync(IPage page, string name)
    {
        var second = await page.Context.NewPageAsync();
        await page.Context.AddCookiesAsync([new Cookie { Name = ".AspNetCore.Culture", Value = "c%3Dhi-IN%7Cuic%3Dhi-IN", Url = new Uri(new Uri(page.Url), "/").ToString() }]);
        await second.GotoAsync(page.Url);
        await new Person(second).AnswersAsync();
        await PictureAsync(second, "hindi", name);
        await second.CloseAsync();
        await page.Context.ClearCookiesAsync(new() { Name = ".AspNetCore.Culture" });
    }

    private static Task PictureAsync(IPage page, string look, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Pictures, look, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide,
    });
}
