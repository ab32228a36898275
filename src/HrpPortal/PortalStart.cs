using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Patients;

namespace HrpPortal;

/// <summary>What must be done before anything listens or sends.</summary>
internal static class PortalStart
{
    /// <summary>
    /// Published, the content lies beside the program; in a checkout it lies in the working directory (the repository's root).
    /// Settings are checked once, at the start: to watch for changed files would also watch every write to a store that lies there.
    /// </summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
        ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
    };

    public static async Task PrepareAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<PortalStore>().PrepareAsync();
        await app.Services.GetRequiredService<PatientKeys>().FillAsync();
        await app.Services.GetRequiredService<FacilityDirectory>().LoadAsync(app.Configuration);
    }
}
