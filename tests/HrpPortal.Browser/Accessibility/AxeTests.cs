using HrpPortal.Browser.Desk;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Accessibility;

/// <summary>Every page in light and in dark, filled, empty and with errors. axe sees perhaps a third of what can be wrong; that third is not.</summary>
[Trait("Row", "A1")]
public sealed class AxeTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [AxeFact]
    public Task Patients_and_their_forms_break_no_rule() => InBothLooksAsync(async clerk =>
    {
        var patient = await Portal.PatientAsync();
        var record = await Portal.RecordAsync(patient);
        await Portal.RecordAsync(patient, "OPD-80");
        await Portal.UntilAsync(await Portal.SendAsync(patient, record), LinkState.Linked);

        await PassesAsync(clerk, PortalUrls.Patients);
        await PassesAsync(clerk, PortalUrls.PatientSearch("nobody at all"));
        await PassesAsync(clerk, PortalUrls.Patient(patient.Id));
        await PassesAsync(clerk, PortalUrls.Patient((await Portal.PatientAsync()).Id));
        await PassesAsync(clerk, PortalUrls.EditPatient(patient.Id));
        await PassesAsync(clerk, PortalUrls.AddRecord(patient.Id));
        await clerk.RecordForm.Add.ClickAsync();
        await Assertions.Expect(clerk.RecordForm.Summary).ToBeFocusedAsync();
        await PassesAsync(clerk);
        await PassesAsync(clerk, PortalUrls.NewPatient);
        await clerk.PatientForm.Register.ClickAsync();
        await Assertions.Expect(clerk.PatientForm.Summary).ToBeFocusedAsync();
        await PassesAsync(clerk);
    });

    [AxeFact]
    public Task The_desk_breaks_no_rule_in_any_state() => InBothLooksAsync(async clerk =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.UntilAsync(await Portal.SendAsync(patient, await Portal.RecordAsync(patient)), LinkState.Linked);
        await Portal.RecordAsync(patient);
        await PassesAsync(clerk, PortalUrls.Desk);
        await clerk.Desk.Box.FillAsync(patient.Number);
        await Assertions.Expect(clerk.Desk.Hits).ToHaveCountAsync(1);
        await clerk.Page.Keyboard.PressAsync("ArrowDown");
        await PassesAsync(clerk);
        await clerk.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(clerk.Desk.Ticks).ToBeFocusedAsync();
        await clerk.Page.Locator("details > summary").First.ClickAsync();
        await PassesAsync(clerk);
        await clerk.Desk.ScanAsync(Card.Of(patient, $"x.{patient.PhrAddress}", mobile: "9111111111"));
        await Assertions.Expect(clerk.Desk.Compare).ToBeVisibleAsync();
        await clerk.Desk.Take.ClickAsync();
        await Assertions.Expect(clerk.Desk.Compare).ToContainTextAsync("Write why");
        await PassesAsync(clerk);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.Confirm, Hold = true });
        await clerk.OpenAsync(PortalUrls.DeskPatient(patient.Id));
        await clerk.Desk.Link.ClickAsync();
        await Assertions.Expect(clerk.Desk.Undo).ToBeVisibleAsync();
        await PassesAsync(clerk);
        await Portal.Sandbox.ReleaseAsync();
    });

    [AxeFact]
    public Task The_wizard_breaks_no_rule_on_any_step() => InBothLooksAsync(async clerk =>
    {
        var patient = await Portal.PatientAsync();
        await Portal.UntilAsync(await Portal.SendAsync(patient, await Portal.RecordAsync(patient)), LinkState.Linked);
        await Portal.RecordAsync(patient);
        var begun = Guid.NewGuid();
        await clerk.OpenAsync(PortalUrls.Wizard(patient.Id, begun));
        await clerk.Wizard.StepIsAsync("Permission");
        await PassesAsync(clerk);
        await PassesAsync(clerk, PortalUrls.Draft(begun, "address"));

        await clerk.OpenAsync(PortalUrls.Patient(patient.Id));
        await clerk.Patient.LinkRecords.ClickAsync();
        await clerk.Wizard.StepIsAsync("Permission");
        await clerk.Wizard.Continue.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Summary).ToBeFocusedAsync();
        await PassesAsync(clerk);
        await clerk.Wizard.ToRecordsAsync();
        await PassesAsync(clerk);
        var box = clerk.Page.Locator("main input[type=checkbox]:not([aria-describedby])"); // The linked record's offers an update.
        await box.UncheckAsync();
        await Assertions.Expect(box).Not.ToBeCheckedAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Summary).ToBeFocusedAsync();
        await PassesAsync(clerk);
        await box.CheckAsync();
        await clerk.Wizard.Continue.ClickAsync();
        await clerk.Wizard.StepIsAsync("Check before sending");
        await PassesAsync(clerk);
        Portal.Sandbox.Script(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true });
        await clerk.Wizard.Send.ClickAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Waiting for ABDM");
        await PassesAsync(clerk);
        await Portal.Sandbox.ReleaseAsync();
        await Assertions.Expect(clerk.Wizard.Status).ToHaveTextAsync("Linked");
        await PassesAsync(clerk);
    });

    [AxeFact]
    public Task The_list_and_a_request_break_no_rule_in_any_state() => InBothLooksAsync(async clerk =>
    {
        await PassesAsync(clerk, PortalUrls.LinkList("cancelled"));
        var ids = await EveryStateAsync();
        await PassesAsync(clerk, PortalUrls.Links);
        foreach (var id in ids)
        {
            await clerk.OpenAsync(PortalUrls.Link(id));
            await clerk.Page.Locator(".for-it summary").ClickAsync();
            await PassesAsync(clerk);
        }

        await clerk.OpenAsync(PortalUrls.LinkList("needs-action"));
        await clerk.Page.Locator("tbody input").First.CheckAsync();
        await Assertions.Expect(clerk.Page.Locator(".bulk")).ToBeVisibleAsync();
        await PassesAsync(clerk);
        await PassesAsync(clerk, PortalUrls.Inbox);
        await Portal.Sandbox.ReleaseAsync();
    }, "records");

    [AxeFact]
    public Task Pages_around_the_sign_in_break_no_rule() => WalkAsync(async journey =>
    {
        journey.Expect("status of 403");
        journey.Expect("status of 404");
        foreach (var look in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var visitor = await journey.NewcomerAsync(options => options.ColorScheme = look);
            await visitor.Page.GotoAsync("/");
            await PassesAsync(visitor, connected: false);
            await visitor.SignIn.SignInAsync("visitor", "wrong");
            await PassesAsync(visitor, connected: false);
            await visitor.SignIn.SignInAsync("visitor");
            await visitor.HeadingIsAsync("You cannot open this page");
            await PassesAsync(visitor, connected: false);
            foreach (var page in (string[])["/account/signed-out", "/account/sign-in-failed?reason=Stale&id=0123abcd", "/error", "/not-found"])
            {
                await visitor.Page.GotoAsync(page);
                await PassesAsync(visitor, connected: false);
            }
        }
    });

    private Task InBothLooksAsync(Func<Person, Task> walk, string who = "clerk", [System.Runtime.CompilerServices.CallerMemberName] string test = "") => WalkAsync(
        async journey =>
        {
            foreach (var look in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                await walk(await journey.SignedInAsync(who, change: options => options.ColorScheme = look));
        },
        test);

    private static async Task PassesAsync(Person person, string? page = null, bool connected = true)
    {
        if (page is not null) await person.OpenAsync(page);
        else if (connected) await person.AnswersAsync();
        var violations = await Axe.ViolationsAsync(person.Page);
        Assert.True(violations.Count == 0, $"{person.Page.Url}\n{string.Join('\n', violations)}");
    }

    /// <summary>One request each: linked, waiting, in the queue after trouble, needing a person, refused.</summary>
    private async Task<IReadOnlyList<Guid>> EveryStateAsync()
    {
        var ids = new List<Guid>();
        await AddAsync(null, LinkState.Linked);
        await AddAsync(new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "no" }, LinkState.Refused);
        await AddAsync(new ScriptedAnswer { Path = CallPaths.Confirm, ErrorCode = 1441, Message = "Invalid auth confirm request." }, LinkState.NeedsHuman);
        await AddAsync(new ScriptedAnswer { Path = CallPaths.AddContexts, Status = 503, Times = 5 }, LinkState.WaitRetry);
        Portal.Sandbox.ClearScript();
        await AddAsync(new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true }, LinkState.Accepted);
        return ids;

        async Task AddAsync(ScriptedAnswer? script, LinkState state)
        {
            if (script is not null) Portal.Sandbox.Script(script);
            var patient = await Portal.PatientAsync();
            ids.Add(await Portal.SendAsync(patient, await Portal.RecordAsync(patient)));
            await Portal.UntilAsync(ids[^1], state);
        }
    }
}
