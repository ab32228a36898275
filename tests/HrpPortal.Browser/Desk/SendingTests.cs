using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Desk;

/// <summary>Sending from the desk: once, later when ABDM is away, and never for the wrong person in silence.</summary>
public sealed class SendingTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact, Trait("Row", "A4")]
    public Task Enter_and_clicks_in_one_turn_two_tabs_and_a_reload_send_once() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        var second = await Journey.SecondTabAsync(clerk, PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(second.Desk.Link).ToBeEnabledAsync();

        await clerk.Desk.Link.EvaluateAsync(
            """
            button => {
              button.click();
              document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', bubbles: true, cancelable: true }));
              button.click();
            }
            """);
        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Linked");
        // The other tab sees it as well: there is nothing to press any more.
        await Assertions.Expect(second.Desk.Link).ToHaveCountAsync(0);
        await clerk.Page.ReloadAsync();
        await clerk.AnswersAsync();
        await clerk.SeesAsync("Nothing is waiting to be linked");

        Assert.Equal((1, 1), (await RequestsAsync(patient), Calls(CallPaths.AddContexts, patient)));
    });

    [Fact, Trait("Row", "A14")]
    public Task With_ABDM_away_the_desk_goes_on_and_it_is_sent_by_itself_later() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Init, Status = 503 });
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();

        await clerk.Desk.PressAsync("Enter");

        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("In the queue");
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();
        // Asked, refused, and put off in the store: from here on only the time is missing.
        await Eventually.TrueAsync(
            async () => (await Portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Requests.Single().Reason is LinkReason.PermissionDelayed or LinkReason.GatewayTrouble,
            () => "the request is not put off");
        Portal.Clock.Advance(TimeSpan.FromSeconds(10));
        await Assertions.Expect(clerk.Desk.StatusOf(patient.Name)).ToHaveTextAsync("Linked");
    });

    [Fact]
    public Task A_card_that_differs_in_sex_or_mobile_is_taken_over_only_with_a_reason() => WalkAsync(async journey =>
    {
        var patient = await ReadyAsync();
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Desk);
        await Assertions.Expect(clerk.Desk.Box).ToBeFocusedAsync();

        // Found by the number on the card; the address on it is another one than on file.
        await PutNumberAsync(patient, "42717586044553");
        await clerk.Desk.ScanAsync(Card.Of(patient, "other.address@sbx", number: "42-7175-8604-4553", mobile: "9111111111"));
        await Assertions.Expect(clerk.Desk.Compare).ToContainTextAsync("This may be another person. Check a photo ID.");
        await Assertions.Expect(clerk.Desk.Compare.Locator("tr.differs")).ToHaveCountAsync(1);
        await Assertions.Expect(clerk.Desk.Compare.Locator("tr.differs")).ToContainTextAsync("✗ differs");
        await Assertions.Expect(clerk.Desk.Link).ToHaveCountAsync(0);

        await clerk.Desk.Take.ClickAsync();
        await Assertions.Expect(clerk.Desk.Compare).ToContainTextAsync("Write why it is the same person");
        await clerk.Page.GetByLabel("Why is it the same person all the same?").FillAsync("New mobile number");
        await clerk.Desk.PressAsync("Enter");

        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await clerk.SeesAsync("other.address@sbx");
        await clerk.SeesAsync("verified");
        await using var db = await Portal.OpenDbAsync();
        var check = await db.Set<Addresses.AddressCheck>().SingleAsync(one => one.PatientId == patient.Id);
        Assert.Equal(("Mobile", "New mobile number", "other.address@sbx"), (check.Differed, check.Reason, check.AddressKey));
    });

    [Fact]
    public Task An_ABHA_that_two_patients_share_is_not_sent_in_silence() => WalkAsync(async journey =>
    {
        var (patient, other) = (await ReadyAsync(), await ReadyAsync());
        await using (var db = await Portal.OpenDbAsync())
        {
            var own = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
            own.PhrAddress = other.PhrAddress;
            own.Index();
            await db.SaveChangesAsync();
        }

        var clerk = await journey.SignedInAsync("clerk", PortalUrls.DeskPatient(patient.Id));
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await clerk.SeesAsync($"{other.Name}, {other.Number}, has the same ABHA.");
        await Assertions.Expect(clerk.Desk.Link).ToHaveCountAsync(0);
        await clerk.Desk.PressAsync("Enter");
        Assert.Equal(0, await RequestsAsync(patient));

        await clerk.Page.GetByLabel("I checked a photo ID").CheckAsync();
        await Assertions.Expect(clerk.Desk.Link).ToBeVisibleAsync();
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = $"Open {other.Name}" }).ClickAsync();
        await Assertions.Expect(clerk.Desk.Patient).ToHaveTextAsync(other.Name);
    });

    private async Task<Patient> ReadyAsync()
    {
        var patient = await Portal.PatientAsync();
        await Portal.RecordAsync(patient);
        return patient;
    }

    private async Task PutNumberAsync(Patient patient, string number)
    {
        await using var db = await Portal.OpenDbAsync();
        var own = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        own.AbhaNumber = number;
        own.Index();
        await db.SaveChangesAsync();
    }

    private async Task<int> RequestsAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<LinkRequest>().CountAsync(request => request.PatientId == patient.Id);
    }
}
