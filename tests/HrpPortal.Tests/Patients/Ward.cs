using HrpPortal.Data;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Patients;

/// <summary>A facility of a test's own on a portal that others use too: whoever is found there was put there by the test.</summary>
internal sealed class Ward(PortalHost portal)
{
    private int _people;

    public string HipId { get; } = $"IN-{Guid.NewGuid():N}";

    public PatientSearch Search => portal.Services.GetRequiredService<PatientSearch>();

    public async Task<Patient> AddAsync(
        string name, string? number = null, string? mobile = null, string? address = null, string? abha = null, DateOnly? born = null, Gender gender = Gender.F)
    {
        var patient = Make(name, number ?? $"W-{++_people:000000}", mobile, address, abha, born, gender);
        await AddAsync([patient]);
        return patient;
    }

    /// <summary>Many at once, each with this name.</summary>
    public Task AddAllAsync(params IEnumerable<string> names) => AddAsync([.. names.Select(name => Make(name, $"W-{++_people:000000}", null, null, null, null, Gender.F))]);

    public async Task<IReadOnlyList<string>> NamesAsync(string typed) => [.. (await FindAsync(typed)).Rows.Select(row => row.Name)];

    public Task<PatientSearchResult> FindAsync(string typed) => Search.FindAsync(HipId, typed);

    public async Task CorrectAsync(Patient patient, Action<PatientForm> change)
    {
        var form = PatientForm.Of(patient);
        change(form);
        Assert.IsType<PatientSaved.Saved>(await portal.Services.GetRequiredService<PatientService>().CorrectAsync(HipId, patient.Id, patient.Version, form));
    }

    private async Task AddAsync(List<Patient> patients)
    {
        await using var db = await portal.OpenDbAsync();
        db.AddRange(patients);
        await db.SaveChangesAsync();
    }

    private Patient Make(string name, string number, string? mobile, string? address, string? abha, DateOnly? born, Gender gender)
    {
        var now = portal.Clock.Utc();
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = HipId, Number = number, Name = name, Gender = gender, BirthDate = born ?? new DateOnly(1986, 3, 14),
            Mobile = mobile, PhrAddress = address, AbhaNumber = abha, RegisteredAt = now, UpdatedAt = now,
        };
        patient.Index();
        return patient;
    }
}
