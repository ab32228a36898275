using HrpPortal.Browser.Support;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>
/// What a clerk does a hundred times a day, counted: a scan, a key and a click are one action each, what is typed as data is
/// none. The numbers are the promise; a row that needs one more fails.
/// </summary>
[Trait("Row", "A10")]
public sealed class HappyPathTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task Keyboard_and_scanner_alone_the_daily_cases_take_as_many_actions_as_promised() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        var known = await WithRecordsAsync(1);
        var acts = new Actions(clerk);
        await acts.ScanAsync(Card.Of(known), known.Name);
        await acts.PressAsync("Enter");
        await LinkedAsync(clerk, known);
        acts.AreExactly(2, "known patient with card, one new record");

        acts = new Actions(clerk);
        await acts.PressAsync("Escape");
        await Assertions.Expect(clerk.Desk.Patient).ToHaveCountAsync(0);
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        acts.AreExactly(1, "next patient");

        var typed = await WithRecordsAsync(1);
        acts = new Actions(clerk);
        await clerk.Page.Keyboard.TypeAsync(typed.Number);
        await acts.PressAsync("Enter");
        await IsOpenAsync(clerk, typed.Name);
        await acts.PressAsync("Enter");
        await LinkedAsync(clerk, typed);
        acts.AreExactly(2, "known patient, hospital number typed");

        var stranger = await WithRecordsAsync(1);
        var address = $"new.{stranger.Number[2..]}@sbx";
        await Portal.ForgetAddressAsync(stranger);
        Portal.Sandbox.AddAccount(new Account(address, stranger.Name, stranger.Gender.ToString(), Demographic.Day(stranger.BirthDate)));
        acts = new Actions(clerk);
        await acts.ScanAsync(Card.Of(stranger, address), stranger.Name, compares: true);
        await acts.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await acts.PressAsync("Enter");
        await LinkedAsync(clerk, stranger);
        acts.AreExactly(3, "new address by card");

        var three = await WithRecordsAsync(3);
        acts = new Actions(clerk);
        await acts.ScanAsync(Card.Of(three), three.Name);
        await acts.PressAsync("Space");
        await Assertions.Expect(clerk.Desk.Link).ToHaveTextAsync("Link 2 records");
        await acts.PressAsync("Enter");
        await LinkedAsync(clerk, three);
        acts.AreExactly(3, "two of three records");
        Assert.Single((await Portal.Queries.OfPatientAsync(three.HipId, three.Id)).NotLinked);

        // Linked before by another system: ABDM says 1439, and nobody has to do anything.
        var before = await WithRecordsAsync(1);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 1439, Message = "Care context already linked" });
        acts = new Actions(clerk);
        await acts.ScanAsync(Card.Of(before), before.Name);
        await acts.PressAsync("Enter");
        acts = new Actions(clerk);
        await LinkedAsync(clerk, before);
        acts.AreExactly(0, "1439 afterwards, single record");
    });

    private async Task<Patient> WithRecordsAsync(int count)
    {
        var patient = await Portal.PatientAsync();
        for (var number = 0; number < count; number++) await Portal.RecordAsync(patient, hiType: CareContexts.HiType.Prescription);
        return patient;
    }

    private static async Task IsOpenAsync(Person clerk, string name)
    {
        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(name);
        await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
    }

    /// <summary>The word changes by itself, in the list below: nobody looks anything up.</summary>
    private static async Task LinkedAsync(Person clerk, Patient patient)
    {
        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Linked");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
    }

    private sealed class Actions(Person clerk)
    {
        private int _count;

        public async Task ScanAsync(string code, string name, bool compares = false)
        {
            _count++;
            await clerk.Desk.ScanAsync(code);
            await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(name);
            if (compares) await Assertions.Expect(clerk.Page.Locator("#compare-title")).ToBeFocusedAsync();
            else await Assertions.Expect(clerk.Desk.Ticks.First).ToBeFocusedAsync();
        }

        public Task PressAsync(string key)
        {
            _count++;
            return clerk.Desk.PressAsync(key);
        }

        public void AreExactly(int promised, string what) => Assert.True(promised == _count, $"{what}: {_count} actions instead of {promised}");
    }
}
