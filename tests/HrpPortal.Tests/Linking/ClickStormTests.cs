using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Linking.Pages;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>
/// The events themselves, as they come to the server, past every button that a page may have disabled meanwhile; one browser does
/// the same in SendOnceTests.
/// </summary>
public sealed class ClickStormTests : WizardContext
{
    private const int Clicks = 50;

    [Fact, Trait("Row", "B2")]
    public async Task Fifty_clicks_before_a_render_and_one_after_it_are_one_command_five_hundred_times()
    {
        var patient = await PatientAsync();
        for (var round = 0; round < Rounds.Of(ci: 500, nightly: 5000); round++)
        {
            var record = await RecordAsync(patient, visit: $"OPD-{round}");
            var draft = (await Drafts.OpenAsync(HipId, PersonId, patient.Id, Guid.CreateVersion7(), WizardChoices.Write([record.Id])))!;
            draft.Told = true;
            await Drafts.KeepAsync(draft);
            Navigation.NavigateTo(PortalUrls.Draft(draft.Id, "check"));
            var page = Render<LinkWizard>(parameters => parameters.Add(one => one.DraftId, draft.Id).Add(one => one.StepName, "check"));
            page.WaitForElement("h1");
            var press = page.FindComponents<ActionButton>().Single().Instance.Click;

            // A double click and fifty by turns; then one on the button that is gone.
            await page.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, round % 2 == 0 ? 2 : Clicks).Select(_ => press.InvokeAsync())));
            Assert.DoesNotContain(page.FindComponents<ActionButton>(), one => one.Instance.Text.StartsWith("Send", StringComparison.Ordinal));
            await page.InvokeAsync(press.InvokeAsync);

            Assert.Single(await OfRecordAsync(record.Id));
            await DisposeComponentsAsync();
        }
    }

    private async Task<List<Guid>> OfRecordAsync(Guid record)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return await db.Set<LinkItem>().Where(one => one.HealthRecordId == record).Select(one => one.LinkRequestId).ToListAsync();
    }
}
