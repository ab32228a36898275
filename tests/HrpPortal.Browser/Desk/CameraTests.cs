using HrpPortal.Browser.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>A card before the device's camera, where the browser reads codes by itself; the tests' browser is told what it reads.</summary>
[Trait("Row", "A9")]
public sealed class CameraTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    private const string ReadsCodes =
        """
        window.BarcodeDetector = class { async detect() { return window.held ? [{ rawValue: window.held }] : []; } };
        navigator.mediaDevices.getUserMedia = async () => {
          if (window.refuses) throw new DOMException('no', 'NotAllowedError');
          const canvas = document.createElement('canvas');
          setInterval(() => canvas.getContext('2d').fillRect(0, 0, 9, 9), 50);
          return window.seen = canvas.captureStream();
        };
        """;

    [Fact]
    public Task A_card_before_the_camera_opens_its_patient_and_the_camera_goes_off() => WalkAsync(async journey =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        var (clerk, open, dialog) = await DeskAsync(journey);

        await open.ClickAsync();
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await clerk.Page.WaitForFunctionAsync("() => window.seen?.active");
        await clerk.Page.EvaluateAsync("card => { window.held = card; }", Card.Of(patient));

        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(patient.Name);
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        Assert.False(await clerk.Page.EvaluateAsync<bool>("() => window.seen.active"));
    });

    [Fact]
    public Task A_camera_that_nobody_allowed_is_said_and_one_that_was_closed_is_off() => WalkAsync(async journey =>
    {
        var (clerk, open, dialog) = await DeskAsync(journey);
        await clerk.Page.EvaluateAsync("() => { window.refuses = true; }");
        await open.ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The camera could not be used.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await clerk.Page.EvaluateAsync("() => { window.refuses = false; }");
        await open.ClickAsync();
        await clerk.Page.WaitForFunctionAsync("() => window.seen?.active");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        await clerk.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await clerk.Page.WaitForFunctionAsync("() => !window.seen.active");
    });

    [Fact]
    public Task Where_the_browser_reads_no_codes_no_camera_is_offered() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        Assert.False(await clerk.Page.EvaluateAsync<bool>("() => 'BarcodeDetector' in window"));
        await Assertions.Expect(clerk.Page.Locator("[data-camera-open]")).ToBeHiddenAsync();
    });

    private static async Task<(Person Clerk, ILocator Open, ILocator Dialog)> DeskAsync(Journey journey)
    {
        var clerk = await journey.SignedInAsync("clerk");
        await clerk.Page.AddInitScriptAsync(ReadsCodes);
        await clerk.Page.ReloadAsync();
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        return (clerk, clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }), clerk.Page.Locator("#desk-camera"));
    }
}
