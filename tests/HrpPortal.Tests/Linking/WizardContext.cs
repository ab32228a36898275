using HrpPortal.Access;
using HrpPortal.Drafts;
using HrpPortal.Linking.Pages;
using HrpPortal.Patients;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Linking;

/// <summary>The long way, opened at any step of one draft.</summary>
public abstract class WizardContext : PageContext
{
    protected Guid Draft { get; } = Guid.CreateVersion7();

    protected DraftStore Drafts => Services.GetRequiredService<DraftStore>();

    protected string PersonId { get; private set; } = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        PersonId = (await Services.GetRequiredService<CurrentUser>().GetAsync()).Id;
    }

    protected async Task<Draft> DraftAsync() => (await Drafts.FindAsync(HipId, PersonId, Draft))!;

    /// <summary>The draft as it would be after what <paramref name="told"/> and <paramref name="records"/> say, at a step.</summary>
    protected async Task<IRenderedComponent<LinkWizard>> OpenAsync(Patient patient, string step = "records", bool told = true, string? records = null)
    {
        var draft = (await Drafts.OpenAsync(HipId, PersonId, patient.Id, Draft, records))!;
        (draft.Told, draft.Records) = (told, records);
        await Drafts.KeepAsync(draft);
        return Open(step);
    }

    protected IRenderedComponent<LinkWizard> Open(string step)
    {
        Navigation.NavigateTo(PortalUrls.Draft(Draft, step));
        var page = Render<LinkWizard>(parameters => parameters.Add(one => one.DraftId, Draft).Add(one => one.StepName, step));
        page.WaitForElement("h1");
        return page;
    }
}
