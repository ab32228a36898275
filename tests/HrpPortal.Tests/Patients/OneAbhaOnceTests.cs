using HrpPortal.Addresses;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Patients;

/// <summary>Desks that give one ABHA away in the same instant: one of them does, the others are told whose it is.</summary>
public sealed class OneAbhaOnceTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private const int Desks = 8;

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_eight_who_register_one_ABHA_number_at_once_one_does(TestEngine engine)
    {
        var (ward, service) = await WardAsync(engine);

        var saved = await AtOnceAsync(desk => service.RegisterAsync(ward.HipId, Form($"N-{desk}", abha: "91-1111-2222-3333")));

        var one = Assert.Single(saved.OfType<PatientSaved.Saved>());
        Assert.All(saved.OfType<PatientSaved.Invalid>(), refused => Assert.Equal((one.Id, true), (Assert.Single(refused.Others).Id, refused.Errors.Of(nameof(PatientForm.AbhaNumber)) is not null)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_eight_who_register_one_address_at_once_one_does_however_it_is_written(TestEngine engine)
    {
        var (ward, service) = await WardAsync(engine);

        var saved = await AtOnceAsync(desk => service.RegisterAsync(ward.HipId, Form($"N-{desk}", address: desk % 2 == 0 ? "asha.rao@sbx" : "ASHA.Rao@sbx")));

        var one = Assert.Single(saved.OfType<PatientSaved.Saved>());
        Assert.All(saved.OfType<PatientSaved.Invalid>(), refused => Assert.Equal((one.Id, true), (Assert.Single(refused.Others).Id, refused.Errors.Of(nameof(PatientForm.PhrAddress)) is not null)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task One_hospital_number_at_once_is_still_said_at_its_own_field(TestEngine engine)
    {
        var (ward, service) = await WardAsync(engine);

        var saved = await AtOnceAsync(_ => service.RegisterAsync(ward.HipId, Form("N-1")));

        Assert.Single(saved.OfType<PatientSaved.Saved>());
        Assert.All(saved.OfType<PatientSaved.Invalid>(), refused => Assert.NotNull(refused.Errors.Of(nameof(PatientForm.Number))));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_eight_patients_who_are_given_one_card_at_once_one_has_it_with_the_one_check(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var ward = new Ward(portal);
        var patients = new List<Patient>();
        for (var desk = 0; desk < Desks; desk++) patients.Add(await ward.AddAsync("Asha Rao"));
        var card = new AbhaCard("91111122223333", "asha.rao@sbx", "Asha Rao", Gender.F, new DateOnly(1986, 3, 14), 1986, null);
        var addresses = portal.Services.GetRequiredService<AddressService>();

        var taken = await AtOnceAsync(desk => addresses.TakeAsync(new AddressTake(ward.HipId, patients[desk], card, AddressWay.Card, $"desk{desk}", "Desk", null)));

        Assert.Single(taken.OfType<AddressTaken.Taken>());
        await using var db = await portal.OpenDbAsync();
        var holder = await db.Set<Patient>().SingleAsync(patient => patient.HipId == ward.HipId && patient.AddressKey == "asha.rao@sbx");
        Assert.All(taken.Where(one => one is not AddressTaken.Taken), one => Assert.Equal(holder.Id, Assert.IsType<AddressTaken.Held>(one).By.Id));
        Assert.Equal(holder.Id, (await db.Set<AddressCheck>().SingleAsync(check => check.HipId == ward.HipId)).PatientId);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_card_that_is_refused_leaves_neither_address_nor_check(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var ward = new Ward(portal);
        var patient = await ward.AddAsync("Asha Rao");
        await ward.CorrectAsync(patient, form => form.Mobile = "9840012345");
        var card = new AbhaCard(null, "asha.rao@sbx", "Asha Rao", Gender.F, null, null, null);

        // Compared with the patient as it was before somebody else corrected it.
        var taken = await portal.Services.GetRequiredService<AddressService>().TakeAsync(new AddressTake(ward.HipId, patient, card, AddressWay.Card, "desk", "Desk", null));

        Assert.IsType<AddressTaken.ChangedMeanwhile>(taken);
        await using var db = await portal.OpenDbAsync();
        Assert.Null((await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id)).PhrAddress);
        Assert.False(await db.Set<AddressCheck>().AnyAsync(check => check.PatientId == patient.Id));
    }

    /// <summary>Two that share an ABHA from before the index stay as they are, can be corrected, and are freed one by one.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Who_shared_an_ABHA_before_is_not_locked_out_and_what_is_given_back_can_be_given_again(TestEngine engine)
    {
        var (ward, service) = await WardAsync(engine);
        var (asha, twin) = (await ward.AddAsync("Asha Rao", address: "asha.rao@sbx"), await ward.AddAsync("Asha Raao", address: "asha.rao@sbx"));
        await ward.CorrectAsync(asha, form => form.Name = "Asha R Rao");
        await ward.CorrectAsync(twin, form => form.PhrAddress = "twin@sbx");
        Assert.IsType<PatientSaved.Invalid>(await service.RegisterAsync(ward.HipId, Form("N-1", address: "asha.rao@sbx")));
        Assert.IsType<PatientSaved.Invalid>(await service.RegisterAsync(ward.HipId, Form("N-1", address: "twin@sbx")));

        twin.Version++;
        twin.PhrAddress = null;
        await ward.CorrectAsync(twin, form => form.PhrAddress = "");

        Assert.IsType<PatientSaved.Saved>(await service.RegisterAsync(ward.HipId, Form("N-1", address: "twin@sbx")));
    }

    private async Task<(Ward Ward, PatientService Service)> WardAsync(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        return (new Ward(portal), portal.Services.GetRequiredService<PatientService>());
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> act) => Task.WhenAll(Enumerable.Range(0, Desks).Select(desk => Task.Run(() => act(desk))));

    private static PatientForm Form(string number, string abha = "", string address = "") => new()
    {
        Number = number, Name = "Meera Joshi", Gender = Gender.F, BirthDate = new DateOnly(1998, 6, 21), AbhaNumber = abha, PhrAddress = address,
    };
}
