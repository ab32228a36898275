using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>A clerk who reads Hindi, while the engine, ABDM and other clerks speak English.</summary>
[Trait("Row", "A16")]
public sealed class HindiTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task What_ABDM_changes_on_an_open_page_is_told_in_its_language() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, LinkState.Accepted);
        var clerk = await journey.SignedInAsync("admin", PortalUrls.Link(id));
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "हिन्दी" }).ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("html")).ToHaveAttributeAsync("lang", "hi");
        await clerk.AnswersAsync();
        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("ABDM का इंतज़ार");
        await clerk.MarkAsync();

        await Portal.Sandbox.ReleaseAsync();

        await Assertions.Expect(clerk.Link.Status).ToHaveTextAsync("जुड़ गया");
        await Assertions.Expect(clerk.Link.Sentence).ToHaveTextAsync($"{patient.PhrAddress} अब 1 रिकॉर्ड देख सकते हैं।");
        await Assertions.Expect(clerk.Announced).ToContainTextAsync("जुड़ गया");
        await clerk.SeesAsync("-नव॰-2026");
        await clerk.WasNotReloadedAsync();
    });

    [Fact]
    public Task The_language_is_changed_in_the_top_bar_at_any_time_and_goes_with_the_person() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("records", $"{PortalUrls.Links}?status=linked");
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "हिन्दी" }).ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("html")).ToHaveAttributeAsync("lang", "hi");
        Assert.EndsWith("/links?status=linked", clerk.Page.Url, StringComparison.Ordinal);

        var elsewhere = await journey.SignedInAsync("records", PortalUrls.Me);
        await Assertions.Expect(elsewhere.Page.Locator("html")).ToHaveAttributeAsync("lang", "hi");
        await elsewhere.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await elsewhere.HeadingIsAsync("My settings");
    });

    [Fact]
    public Task A_title_in_Hindi_is_refused_while_it_is_typed_for_ABDM_takes_English_letters_only() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.AddRecord(patient.Id));
        await clerk.RecordForm.Title.PressSequentiallyAsync("पर्चा");
        await Assertions.Expect(clerk.RecordForm.ErrorOf("title")).ToContainTextAsync("Use only English letters");
        await clerk.RecordForm.Title.FillAsync("Prescription");
        await Assertions.Expect(clerk.RecordForm.ErrorOf("title")).ToHaveCountAsync(0);
    });
}
