using System.Text.RegularExpressions;
using HrpPortal.Browser.Pages;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Support;

/// <summary>Somebody at a browser of their own.</summary>
public sealed class Person(IPage page)
{
    public IPage Page { get; } = page;

    public SignInPage SignIn => new(Page);

    public DeskPage Desk => new(Page);

    public PatientsPage Patients => new(Page);

    public PatientPage Patient => new(Page);

    public PatientForm PatientForm => new(Page);

    public RecordForm RecordForm => new(Page);

    public Wizard Wizard => new(Page);

    public LinksPage Links => new(Page);

    public LinkPage Link => new(Page);

    /// <summary>Opens an address and waits until its buttons answer.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await AnswersAsync();
    }

    /// <summary>Until the page is connected its buttons are disabled, and it says so by this mark.</summary>
    public Task AnswersAsync() => Assertions.Expect(Page.Locator("[data-live=yes]")).ToBeAttachedAsync();

    public Task HeadingIsAsync(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(text);

    /// <summary>As a person reads it, and not a moment before it is there.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    public Task SeesNoAsync(string text) => Assertions.Expect(Page.Locator("main")).Not.ToContainTextAsync(text);

    public Task IsAtAsync(Regex address) => Assertions.Expect(Page).ToHaveURLAsync(address);

    /// <summary>What a screen reader is told.</summary>
    public ILocator Announced => Page.Locator("[role=status][aria-live=polite]");

    /// <summary>Marks the page as it is now; <see cref="WasNotReloadedAsync"/> finds the mark again unless the page was loaded anew.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("() => { window.marked = true }");

    public async Task WasNotReloadedAsync() => Assert.True(await Page.EvaluateAsync<bool>("() => window.marked === true"), "The page was loaded again.");
}
