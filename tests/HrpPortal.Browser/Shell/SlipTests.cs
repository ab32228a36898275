using System.Text;
using System.Text.RegularExpressions;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>The slip that a patient takes home.</summary>
[Trait("Row", "A20")]
public sealed partial class SlipTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Theory, InlineData(null, 227, "80 mm"), InlineData("a5", 420, "A5")]
    public Task It_is_one_sheet_without_navigation_with_a_QR_code_in_the_patients_language(string? paper, int points, string name) => WalkAsync(
        async journey =>
        {
            var patient = await Portal.PatientAsync();
            var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
            var done = await Portal.UntilAsync(id, LinkState.Linked);
            var clerk = await journey.SignedInAsync("records", PortalUrls.Me);
            await clerk.Page.GotoAsync(PortalUrls.Slip(id, "hi-IN", paper));
            await clerk.Page.EmulateMediaAsync(new() { Media = Media.Print });
            var slip = clerk.Page.GetByRole(AriaRole.Article);

            await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
            await Assertions.Expect(slip.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
            await Assertions.Expect(slip).ToHaveAttributeAsync("lang", "hi");
            foreach (var text in (string[])["Test Hospital", patient.Name, patient.Number, patient.PhrAddress!, done.Row.Reference, "जुड़ गया", "IST", "PHR ऐप खोलें", "Open your PHR app"])
                await Assertions.Expect(slip).ToContainTextAsync(text);
            await Assertions.Expect(slip).Not.ToContainTextAsync("Consultation note");

            var sheet = Encoding.Latin1.GetString(await clerk.Page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }));
            Assert.Single(SheetOf().Matches(sheet));
            Assert.Equal(points, (int)Math.Round(double.Parse(Box().Match(sheet).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        },
        $"Slip-{name}");

    /// <summary>Sent is said of what was sent, and linked of what is linked.</summary>
    [Fact]
    public Task It_says_no_more_than_is_known() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("records", PortalUrls.Me);
        (ScriptedAnswer Script, LinkState State, string Says)[] cases =
        [
            (new() { Path = CallPaths.AddContexts, Hold = true }, LinkState.Accepted, "Waiting for ABDM"),
            (new() { Path = CallPaths.AddContexts, ErrorCode = 1423, Message = "no" }, LinkState.WaitRetry, "Will be sent by itself"),
            (new() { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "no" }, LinkState.Refused, "Not linked yet"),
        ];
        foreach (var (script, state, says) in cases)
        {
            Portal.Sandbox.ClearScript();
            Portal.Sandbox.Script(script);
            var patient = await Portal.PatientAsync();
            var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
            await Portal.UntilAsync(id, state);
            await clerk.Page.GotoAsync(PortalUrls.Slip(id));
            await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Article)).ToContainTextAsync(says);
        }
    });

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex SheetOf();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0 0 ([\d.]+)")]
    private static partial Regex Box();
}
