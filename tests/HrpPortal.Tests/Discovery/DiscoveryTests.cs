using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Discovery;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Discovery;

/// <summary>What the app is told when it is not as simple as that, and what staff read of it.</summary>
public sealed class DiscoveryTests : IAsyncLifetime
{
    private PortalHost _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync(sandboxOptions: PhoneApp.Facilities);

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Theory, InlineData("v0.5", "3404"), InlineData("v3", "ABDM-1010")]
    [Trait("Row", "USER_INIT_LINK_603")]
    public async Task Nobody_is_found_by_a_name_that_is_not_on_file(string dialect, string code)
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(patient);
        _portal.Sandbox.AddAccount(PhoneApp.AccountOf(patient) with { Name = "Vikram Seth" });
        var app = new PhoneApp(_portal, patient.PhrAddress!, dialect);

        var search = await app.FindAsync();
        Assert.Equal("Refused", PhoneApp.Stage(search));
        Assert.StartsWith(code, PhoneApp.Trouble(search), StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(patient));
    }

    [Theory, InlineData("v0.5", "3403"), InlineData("v3", "ABDM-1010")]
    [Trait("Row", "USER_INIT_LINK_603")]
    public async Task Two_files_that_fit_show_nothing_and_staff_read_why(string dialect, string code)
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(patient);
        var twin = await _portal.PatientAsync(_ => null, address: "somebody@sbx");
        await ChangeAsync(patient, file => file.PhrAddress = null);
        await ChangeAsync(twin, file => (file.Name, file.Mobile, file.PhrAddress, file.BirthDate) = (patient.Name, patient.Mobile, null, patient.BirthDate));
        var app = new PhoneApp(_portal, patient.PhrAddress!, dialect);

        var search = await app.FindAsync();
        Assert.StartsWith(code, PhoneApp.Trouble(search), StringComparison.Ordinal);
        Assert.Equal(AppSearchState.Several, Assert.Single(await RowsAsync(patient)).State);
        Assert.Equal(AppSearchState.Several, Assert.Single(await RowsAsync(twin)).State);

        // With the hospital's number it is one.
        Assert.Equal("Found", PhoneApp.Stage(await app.FindAsync(patient.Number)));
    }

    [Theory, InlineData("v0.5", "3420"), InlineData("v3", "ABDM-1057")]
    public async Task Who_has_everything_linked_is_told_so(string dialect, string code)
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        await _portal.UntilAsync(await _portal.SendAsync(patient, await _portal.RecordAsync(patient)), LinkState.Linked);
        var app = new PhoneApp(_portal, patient.PhrAddress!, dialect);

        Assert.StartsWith(code, PhoneApp.Trouble(await app.FindAsync()), StringComparison.Ordinal);
        Assert.Equal(AppSearchState.NothingToLink, Assert.Single(await RowsAsync(patient)).State);
    }

    [Fact]
    public async Task Another_facilitys_patients_are_not_looked_at()
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(patient);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        Assert.StartsWith("3404", PhoneApp.Trouble(await app.FindAsync(hipId: PortalHost.OtherHipId)), StringComparison.Ordinal);
        Assert.Equal("Found", PhoneApp.Stage(await app.FindAsync()));
    }

    [Fact]
    public async Task A_file_without_an_address_gets_the_one_that_the_patient_proved()
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        var (first, second) = (await _portal.RecordAsync(patient, "V-1"), await _portal.RecordAsync(patient, "V-2"));
        await ChangeAsync(patient, file => file.PhrAddress = null);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{first.VisitNumber}");
        Assert.Null((await FileAsync(patient)).PhrAddress);
        Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));
        Assert.Equal(patient.PhrAddress, (await FileAsync(patient)).PhrAddress);

        // And staff can link the next record to it.
        await _portal.UntilAsync(await _portal.SendAsync(await FileAsync(patient), second), LinkState.Linked);
    }

    [Fact, Trait("Row", "T22")]
    public async Task A_request_of_staff_that_waits_ends_with_the_patients_own_link()
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        var record = await _portal.RecordAsync(patient);
        var command = PortalHost.Command(patient, new CareContextChoice.New(), record) with { Hold = TimeSpan.FromHours(1) };
        var id = ((LinkSubmitted.Sent)await _portal.Links.SubmitAsync(command, A.Clerk)).RequestIds.Single();
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{record.VisitNumber}");
        Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));

        var details = await _portal.UntilAsync(id, LinkState.Linked);
        Assert.Equal(LinkTransition.T22, details.Events[^1].Transition);
        Assert.Single((await _portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Requests);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Row", "T22")]
    public async Task A_request_on_its_way_that_ABDM_refuses_after_the_patient_linked_says_that_it_is_linked(bool oneMore)
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        var record = await _portal.RecordAsync(patient);
        HealthRecord[] records = oneMore ? [record, await _portal.RecordAsync(patient)] : [record];
        _portal.Befalls(patient, CallPaths.AddContexts, new ScriptedAnswer { ErrorCode = 1402, Message = "Care context not found", Hold = true });
        var id = await _portal.SendAsync(patient, records);
        await _portal.UntilAsync(id, LinkState.Accepted);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{record.VisitNumber}");
        Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));
        Assert.Equal(LinkState.Accepted, (await _portal.DetailsAsync(id)).Row.State);

        await _portal.Sandbox.ReleaseAsync();

        var details = await _portal.UntilAsync(id, oneMore ? LinkState.Refused : LinkState.Linked);
        Assert.Equal([LinkTransition.T13, LinkTransition.T22], details.Steps().TakeLast(2));
        var says = LinkWords.Says(details.Row, _portal.Services.GetRequiredService<PortalTime>());
        Assert.DoesNotContain(LinkWordsTexts.NothingLinked, says, StringComparison.Ordinal);
        Assert.Equal(1, details.Row.Linked);
    }

    [Fact, Trait("Row", "T22")]
    public async Task A_request_that_is_put_off_and_cancelled_after_the_patient_linked_says_that_it_is_linked()
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        var record = await _portal.RecordAsync(patient);
        _portal.Befalls(patient, CallPaths.AddContexts, new ScriptedAnswer { ErrorCode = 2500, Message = "Consent manager not reached", Hold = true });
        var id = await _portal.SendAsync(patient, record);
        await _portal.UntilAsync(id, LinkState.Accepted);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{record.VisitNumber}");
        Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));
        await _portal.Sandbox.ReleaseAsync();
        await _portal.UntilAsync(id, LinkState.WaitRetry);

        Assert.True(await _portal.Links.CancelAsync(PortalHost.HipId, id, A.Clerk));

        var details = await _portal.DetailsAsync(id);
        Assert.Equal((LinkState.Linked, 1), (details.Row.State, details.Row.Linked));
        Assert.Equal([LinkTransition.T17, LinkTransition.T22], details.Steps().TakeLast(2));
    }

    [Fact]
    public async Task What_staff_linked_meanwhile_is_no_error()
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        var record = await _portal.RecordAsync(patient);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{record.VisitNumber}");
        var id = await _portal.SendAsync(patient, record);
        await _portal.UntilAsync(id, LinkState.Linked);

        Assert.Equal("Linked", PhoneApp.Stage(await app.CodeAsync(await app.CodeAsync())));
        Assert.Equal(id, Assert.Single((await _portal.Queries.OfPatientAsync(patient.HipId, patient.Id)).Requests).Id);
        Assert.Single(_portal.Sandbox.Linked, one => one.Address == patient.PhrAddress);
    }

    [Fact]
    public async Task Nothing_of_the_patient_or_the_code_is_in_the_log()
    {
        var patient = await PhoneApp.PersonAsync(_portal, name: "Zubeida Quintanilla");
        var record = await _portal.RecordAsync(patient);
        var app = new PhoneApp(_portal, patient.PhrAddress!);
        await app.FindAsync();
        await app.PickAsync($"CC-{record.VisitNumber}");
        var code = await app.CodeAsync();
        await app.CodeAsync("000000");
        await app.CodeAsync(code);

        foreach (var secret in (string[])[code, "000000", patient.Name, patient.Mobile!, patient.PhrAddress!])
            Assert.DoesNotContain(_portal.Log.Lines, line => line.Contains($" {secret}", StringComparison.Ordinal) || line.Contains($"'{secret}'", StringComparison.Ordinal));
        await using var db = await _portal.OpenDbAsync();
        var search = await db.Set<AppSearch>().SingleAsync(one => one.PatientId == patient.Id);
        Assert.DoesNotContain(code, System.Text.Encoding.ASCII.GetString(search.SealedCode!), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<AppSearchRow>> RowsAsync(Patient patient) => _portal.Services.GetRequiredService<DiscoveryQueries>().OfPatientAsync(patient.HipId, patient.Id);

    private async Task<Patient> FileAsync(Patient patient)
    {
        await using var db = await _portal.OpenDbAsync();
        return await db.Set<Patient>().AsNoTracking().SingleAsync(one => one.Id == patient.Id);
    }

    private async Task ChangeAsync(Patient patient, Action<Patient> change)
    {
        await using var db = await _portal.OpenDbAsync();
        var file = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        change(file);
        file.Version++;
        file.Index();
        await db.SaveChangesAsync();
    }
}
