using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Patients;

public sealed class PatientKeysTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    /// <summary>As a row of before the update lies there.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Patients_of_before_there_were_keys_get_theirs_at_the_start(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var ward = new Ward(portal);
        var asha = await ward.AddAsync("Asha Rao", "TMH-0042", "9840012345", "Asha@sbx");
        await using (var db = await portal.OpenDbAsync())
        {
            await db.Set<Patient>().Where(patient => patient.Id == asha.Id).ExecuteUpdateAsync(set => set
                .SetProperty(patient => patient.NameKey, "").SetProperty(patient => patient.NumberKey, "").SetProperty(patient => patient.Word1, (string?)null)
                .SetProperty(patient => patient.Word2, (string?)null).SetProperty(patient => patient.NumberEnd, (string?)null).SetProperty(patient => patient.AddressKey, (string?)null));
        }

        Assert.Empty(await ward.NamesAsync("tmh-0042"));
        Assert.Empty(await ward.NamesAsync("rao"));
        await portal.Services.GetRequiredService<PatientKeys>().FillAsync();

        foreach (var typed in (string[])["tmh-0042", "rao", "asha@sbx"]) Assert.Equal(["Asha Rao"], await ward.NamesAsync(typed));
        await using var after = await portal.OpenDbAsync();
        Assert.Equal(asha.Version, (await after.Set<Patient>().SingleAsync(patient => patient.Id == asha.Id)).Version);
    }

    /// <summary>Where another machine registered them: this one's list of words was read before.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Words_of_patients_that_others_registered_are_known_at_once(TestEngine engine)
    {
        var ward = new Ward(await hosts.OnAsync(engine));
        await ward.AddAsync("Asha Rao");
        Assert.Empty(await ward.NamesAsync("uzzaf"));

        await ward.AddAsync("Muzzaffar Khan");

        Assert.Equal(["Muzzaffar Khan"], await ward.NamesAsync("uzzaf"));
        Assert.Equal(["Muzzaffar Khan"], await ward.NamesAsync("mujafar"));
    }
}
