using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Support;

/// <summary>
/// The browsers of one test and all that they complain of: an error on the console, an exception of a script, a breach of the
/// content security policy. A test that did not announce such trouble fails by it, whatever else it proves.
/// </summary>
public sealed class Journey(Stage stage, ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly string Shots = Path.Combine(AppContext.BaseDirectory, "failures");

    private readonly List<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly List<string> _expected = [];

    /// <summary>A test that says of itself that it needs the keyboard only fails when anything is pressed otherwise in the portal.</summary>
    public bool ForbidsMouse { get; init; }

    /// <summary>A browser with nothing in it; <paramref name="change"/> makes it another screen, another look, another place.</summary>
    public async Task<Person> NewcomerAsync(Action<BrowserNewContextOptions>? change = null)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = stage.Address.ToString(), ViewportSize = new() { Width = 1366, Height = 768 }, Locale = "en-IN", TimezoneId = "UTC", ReducedMotion = ReducedMotion.Reduce,
        };
        change?.Invoke(options);
        var context = await stage.Chromium.NewContextAsync(options);
        _contexts.Add(context);
        context.SetDefaultTimeout(30_000);
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error(`policy breached: ${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))");
        if (ForbidsMouse)
            await context.AddInitScriptAsync("if (location.hostname === 'localhost') addEventListener('pointerdown', () => console.error('the mouse was used'), true)");
        context.Console += (_, said) =>
        {
            if (said.Type == "error") _troubles.Enqueue($"console: {said.Text}");
        };
        context.WebError += (_, error) => _troubles.Enqueue($"script: {error.Error}");
        return new Person(await context.NewPageAsync());
    }

    /// <summary>Signs in as a demo person by the provider's own page and arrives at <paramref name="page"/>.</summary>
    public async Task<Person> SignedInAsync(string name, string page = "/", Action<BrowserNewContextOptions>? change = null)
    {
        var person = await NewcomerAsync(change);
        await person.Page.GotoAsync(page);
        await person.SignIn.SignInAsync(name);
        await person.AnswersAsync();
        return person;
    }

    /// <summary>The same person at a second tab.</summary>
    public static async Task<Person> SecondTabAsync(Person person, string page)
    {
        var second = new Person(await person.Page.Context.NewPageAsync());
        await second.OpenAsync(page);
        return second;
    }

    /// <summary>Trouble that belongs to the test, such as the browser's own word on a 403.</summary>
    public void Expect(string trouble) => _expected.Add(trouble);

    public void AssertQuiet()
    {
        var unexpected = _troubles.Where(trouble => !_expected.Any(part => trouble.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    /// <summary>What is wanted to understand a failure: every open page as a picture, and what browser and portal complained of.</summary>
    public async Task ReportAsync(string test)
    {
        Directory.CreateDirectory(Shots);
        foreach (var page in _contexts.SelectMany(context => context.Pages))
        {
            var file = Path.Combine(Shots, $"{test}-{Guid.NewGuid():N}"[..Math.Min(test.Length + 9, 120)] + ".png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
            output.WriteLine($"{page.Url}\n  picture: {file}");
        }

        foreach (var trouble in _troubles) output.WriteLine(trouble);
        output.WriteLine(stage.Troubles);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts) await context.DisposeAsync();
    }
}
