using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>A scan opens a patient and sends nothing, wherever the focus is and whatever keyboard layout is on.</summary>
[Trait("Row", "A9")]
public sealed class ScanTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task A_scanned_card_opens_its_patient_and_sends_nothing_until_Enter_is_pressed() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        await clerk.Desk.ScanAsync(Card.Of(patient));

        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(patient.Name);
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await Assertions.Expect(clerk.Desk.Box).ToHaveValueAsync("");
        Assert.Equal(0, await RequestsAsync(patient));
        await clerk.Announced.EvaluateAsync("region => { window.said = ''; new MutationObserver(() => window.said += region.textContent + '\\n').observe(region, { childList: true, characterData: true, subtree: true }); }");

        await clerk.Desk.PressAsync("Enter");

        await Assertions.Expect(clerk.Desk.Requests.First.Locator(".chip")).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        await clerk.Page.WaitForFunctionAsync("() => window.said.includes('Sent. You can serve the next patient.')");
        Assert.Equal((1, 1), (await RequestsAsync(patient), Calls(CallPaths.AddContexts, patient)));
    });

    [Fact]
    public Task The_next_card_can_be_scanned_while_a_patient_is_open() => WalkAsync(async journey =>
    {
        var (first, second) = (await ReadyAsync(), await ReadyAsync());
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(first.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();

        await clerk.Desk.ScanAsync(Card.Of(second));

        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(second.Name);
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        Assert.Equal((0, 0), (await RequestsAsync(first), await RequestsAsync(second)));
    });

    [Fact]
    public Task Under_a_Hindi_keyboard_the_places_of_the_keys_are_read() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        await TypeInHindiAsync(clerk, Card.Of(patient));

        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(patient.Name);
        Assert.Equal(0, await RequestsAsync(patient));
    });

    [Fact]
    public Task A_pasted_card_is_a_scan() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        await clerk.Desk.Box.EvaluateAsync(
            """
            (box, text) => {
              const data = new DataTransfer();
              data.setData('text', text);
              box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """,
            Card.Of(patient));

        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(patient.Name);
    });

    [Fact]
    public Task What_is_no_card_is_said_and_the_patient_before_is_not_left_open() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();

        await clerk.Desk.ScanAsync("""{"amount":"100","currency":"INR"}""");

        await Assertions.Expect(clerk.Page.Locator(".desk-top .notice")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Desk.Patient).ToHaveCountAsync(0);
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        // The hospital's own code hangs at the counter, and sooner or later somebody scans it.
        await clerk.Desk.PauseAsync();
        await clerk.Desk.ScanAsync("https://phrsbx.abdm.gov.in/share-profile?hip-id=IN0710000001&counter-id=7");
        await clerk.SeesAsync("counter's own QR code");
    });

    private async Task<Patient> ReadyAsync()
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        return patient;
    }

    private async Task<int> RequestsAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<LinkRequest>().CountAsync(request => request.PatientId == patient.Id);
    }

    /// <summary>The events of a scanner on a machine whose layout is InScript: right places, wrong letters.</summary>
    private static Task TypeInHindiAsync(Person clerk, string text) => clerk.Desk.Box.EvaluateAsync(
        """
        (box, text) => {
          const places = { ' ': 'Space', '-': 'Minus', '=': 'Equal', '[': 'BracketLeft', ']': 'BracketRight', ';': 'Semicolon', "'": 'Quote', ',': 'Comma', '.': 'Period', '/': 'Slash' };
          const above = { '{': '[', '}': ']', ':': ';', '"': "'", '_': '-', '+': '=', '@': '2', '<': ',', '>': '.', '?': '/' };
          for (const letter of [...text, '\r', '\n']) {
            const shiftKey = letter in above || /[A-Z]/.test(letter);
            const base = above[letter] ?? letter.toLowerCase();
            const code = /[\r\n]/.test(letter) ? 'Enter' : /[a-z]/.test(base) ? 'Key' + base.toUpperCase() : /\d/.test(base) ? 'Digit' + base : places[base];
            const key = code === 'Enter' ? 'Enter' : /\d/.test(letter) ? letter : String.fromCharCode(0x0905 + base.charCodeAt(0) % 48);
            box.dispatchEvent(new KeyboardEvent('keydown', { code, key, shiftKey, bubbles: true, cancelable: true }));
          }
        }
        """,
        text);
}
