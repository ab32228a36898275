using HrpPortal.Discovery;
using HrpPortal.Discovery.Pages;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Discovery;

/// <summary>What staff read on the patient's page of what the patient does in the app.</summary>
public sealed class AppSearchPanelTests : PageContext
{
    [Fact]
    public async Task Nothing_is_there_while_nobody_searched()
    {
        var patient = await PatientAsync();
        Assert.Empty(Open(patient).Markup.Trim());
    }

    [Fact]
    public async Task Each_step_is_told_as_it_happens_with_the_rule_beneath()
    {
        var patient = await PatientAsync();
        var panel = Open(patient);
        var id = await SearchAsync(patient, AppSearchState.Found);
        panel.WaitForAssertion(() => Assert.Contains("The patient looked for records in the app and was shown 2 visits. Nothing is chosen yet.", panel.Text(), StringComparison.Ordinal));
        Assert.Contains("Exactly one file is like that.", panel.Text(), StringComparison.Ordinal);

        await StepAsync(id, (search, now) => search.Choose(new Dictionary<Guid, string>(), Guid.NewGuid(), "", now));
        panel.WaitForAssertion(() => Assert.Contains("A code is being sent to the mobile number on this file.", panel.Text(), StringComparison.Ordinal));
        await StepAsync(id, (search, now) =>
        {
            search.BeginCode([1], now.AddMinutes(10), now);
            search.CodeWentOut(now);
        });
        panel.WaitForAssertion(() => Assert.Contains("it can be entered until 15:10:00.", panel.Text(), StringComparison.Ordinal));
        await StepAsync(id, (search, now) => search.WrongCode(Guid.NewGuid(), 1, now));
        panel.WaitForAssertion(() => Assert.Contains("entered a wrong code too often. Nothing was linked.", panel.Text(), StringComparison.Ordinal));
        Assert.Contains(Announced, words => words.EndsWith("entered a wrong code too often. Nothing was linked.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CodeTrouble.NoMobile, "has no mobile number")]
    [InlineData(CodeTrouble.NotSetUp, "SMS service is not set up")]
    [InlineData(CodeTrouble.SmsFailed, "could not be sent by SMS")]
    [InlineData(CodeTrouble.TooMany, "too many codes within an hour")]
    public async Task Why_no_code_went_out_is_said(CodeTrouble trouble, string words)
    {
        var patient = await PatientAsync();
        var id = await SearchAsync(patient, AppSearchState.Found);
        await StepAsync(id, (search, now) => search.CannotProve(trouble, now));
        Assert.Contains(words, Open(patient).Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppSearchState.NothingToLink, "There was nothing to show")]
    [InlineData(AppSearchState.Several, "Check whether both files are of one person.")]
    public async Task A_search_without_a_result_says_why(AppSearchState state, string words)
    {
        var patient = await PatientAsync();
        await SearchAsync(patient, state);
        Assert.Contains(words, Open(patient).Text(), StringComparison.Ordinal);
    }

    private IRenderedComponent<AppSearchPanel> Open(Patient patient) => Render<AppSearchPanel>(all => all.Add(one => one.PatientId, patient.Id));

    private async Task<Guid> SearchAsync(Patient patient, AppSearchState state)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<HrpPortal.Data.PortalDb>>().CreateDbContextAsync();
        var search = new AppSearch
        {
            Id = Guid.CreateVersion7(), HipId = HipId, Dialect = GatewayDialect.V05, PatientId = patient.Id, TransactionId = Guid.NewGuid().ToString(), RequestId = Guid.NewGuid(),
            PhrAddress = patient.PhrAddress!, AddressKey = patient.AddressKey!, AskedAt = Clock.GetUtcNow().UtcDateTime, Shown = 2, State = state,
        };
        db.Add(search);
        await db.SaveChangesAsync();
        Live.Publish(new LiveChange(LiveTopics.One("patient", patient.Id), patient.Id, ""));
        return search.Id;
    }

    private Task StepAsync(Guid id, Action<AppSearch, DateTime> step) => Services.GetRequiredService<AppSearchStore>().ChangeAsync(id, (_, search) =>
    {
        step(search, Clock.GetUtcNow().UtcDateTime);
        return Task.FromResult(true);
    });
}
