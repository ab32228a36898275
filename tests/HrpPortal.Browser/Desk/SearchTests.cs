using HrpPortal.Browser.Support;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>The box: what is typed, what it looks like, who is found, and the keys that lead there.</summary>
[Trait("Row", "A10")]
public sealed class SearchTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Keyboard_alone_finds_a_patient_among_namesakes_and_links_a_record() => WalkAsync(async journey =>
    {
        var (first, second) = (await NamedAsync("Asha Rao", 1984), await NamedAsync("Asha Rao", 1951));
        await Portal.RecordAsync(second);
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        await clerk.Page.Keyboard.TypeAsync("asha rao");
        await Assertions.Expect(clerk.Desk.Hits).ToHaveCountAsync(2);
        await Assertions.Expect(clerk.Desk.Count).ToHaveTextAsync("2 patients");
        await Assertions.Expect(clerk.Desk.Box).ToHaveAttributeAsync("aria-expanded", "true");
        // Same name: what differs stands out, and Enter does not guess.
        await Assertions.Expect(clerk.Desk.Hits.Locator(".tag").Filter(new() { HasText = "same name" })).ToHaveCountAsync(2);
        await Assertions.Expect(clerk.Desk.Hits.First.Locator(".differs").First).ToBeVisibleAsync();
        await clerk.Desk.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Patient).ToHaveCountAsync(0);

        var wanted = clerk.Desk.Hits.Filter(new() { HasText = second.Number });
        for (var press = 0; press < 2 && await wanted.GetAttributeAsync("aria-selected") != "true"; press++) await clerk.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(wanted).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(clerk.Desk.Box).ToHaveAttributeAsync("aria-activedescendant", await wanted.GetAttributeAsync("id") ?? "");
        await clerk.Desk.PressAsync("Enter");
        await clerk.IsAtAsync(new($"/desk/p/{second.Id}$"));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await clerk.Desk.PressAsync("Enter");

        await Assertions.Expect(clerk.Desk.Requests.Filter(new() { HasText = "Asha Rao" })).ToHaveCountAsync(1);
        await Assertions.Expect(clerk.Desk.Recents).ToHaveCountAsync(1);
        Assert.NotEqual(first.Id, second.Id);
    });

    [Fact]
    public Task The_box_says_what_a_text_looks_like_when_to_narrow_it_and_what_to_do_when_nobody_is_found() => WalkAsync(async journey =>
    {
        for (var count = 0; count < 21; count++) await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk");

        await clerk.Desk.Box.FillAsync("test person");
        await Assertions.Expect(clerk.Desk.Count).ToContainTextAsync("Narrow your search");
        await Assertions.Expect(clerk.Desk.Hits).ToHaveCountAsync(0);
        await clerk.Desk.Box.FillAsync("99999 00000");
        await Assertions.Expect(clerk.Desk.Count).ToContainTextAsync("Looks like a phone number. No patient found for");
        await clerk.Desk.Box.FillAsync("Zzyx");
        await Assertions.Expect(clerk.Desk.Count).ToContainTextAsync("Check the spelling, try the phone number, or register the patient in the HMIS.");
        await clerk.Desk.Box.PressAsync("Escape");
        await Assertions.Expect(clerk.Desk.Box).ToHaveValueAsync("");
        await Assertions.Expect(clerk.Desk.Count).ToHaveTextAsync("");
        await clerk.IsAtAsync(new("/desk$"));
    });

    [Fact]
    public Task Single_keys_act_at_their_place_and_never_while_one_types() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        for (var count = 0; count < 3; count++) await Portal.RecordAsync(patient);
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();

        await clerk.Desk.PressAsync("ArrowDown");
        await Assertions.Expect(clerk.Desk.Ticks.Nth(1)).ToBeFocusedAsync();
        await clerk.Desk.PressAsync("a");
        await Assertions.Expect(clerk.Desk.Link).ToHaveCountAsync(0);
        await clerk.Desk.PressAsync("a");
        await Assertions.Expect(clerk.Desk.Link).ToHaveTextAsync("Link 3 records");
        await clerk.Desk.PressAsync("e");
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Add a record" })).ToBeVisibleAsync();

        await clerk.Desk.PressAsync("/");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        await clerk.Page.Keyboard.TypeAsync("ae/u");
        await Assertions.Expect(clerk.Desk.Box).ToHaveValueAsync("ae/u");
        await Assertions.Expect(clerk.Desk.Link).ToHaveTextAsync("Link 3 records");
        await clerk.Page.EvaluateAsync("() => document.activeElement.blur()");
        await clerk.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
    });

    private async Task<Patient> NamedAsync(string name, int year)
    {
        var patient = await Portal.PatientAsync(account => account with { Name = name });
        await using var db = await Portal.OpenDbAsync();
        var own = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        (own.Name, own.BirthDate) = (name, new DateOnly(year, 3, 14));
        own.Index();
        await db.SaveChangesAsync();
        return own;
    }
}
