using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Patients;

/// <summary>The same ABHA on two patients is caught, and patients of one name are told apart.</summary>
public sealed class WrongPatientTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_registers_an_ABHA_of_another_patient_is_told_whose_it_is(TestEngine engine)
    {
        var (portal, ward) = await WardAsync(engine);
        var asha = await ward.AddAsync("Asha Rao", abha: "91111122223333", address: "asha.rao@sbx");
        var service = portal.Services.GetRequiredService<PatientService>();

        foreach (var (form, field) in ((PatientForm, string)[])[(Form("N-1", abha: "91-1111-2222-3333"), "AbhaNumber"), (Form("N-2", address: "ASHA.RAO@sbx"), "PhrAddress")])
        {
            var refused = Assert.IsType<PatientSaved.Invalid>(await service.RegisterAsync(ward.HipId, form));
            Assert.NotNull(refused.Errors.Of(field));
            Assert.Equal(asha.Id, Assert.Single(refused.Others).Id);
        }

        Assert.IsType<PatientSaved.Saved>(await service.RegisterAsync(ward.HipId, Form("N-3", abha: "91-1111-2222-4444")));
        Assert.IsType<PatientSaved.Saved>(await service.RegisterAsync($"{ward.HipId}-other", Form("N-1", abha: "91-1111-2222-3333")));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Correcting_to_an_ABHA_of_another_is_refused_and_anything_else_is_not(TestEngine engine)
    {
        var (portal, ward) = await WardAsync(engine);
        var asha = await ward.AddAsync("Asha Rao", abha: "91111122223333", address: "asha.rao@sbx");
        var twin = await ward.AddAsync("Asha Raao", abha: "91111122223333", address: "asha.rao@sbx");
        var ravi = await ward.AddAsync("Ravi Kumar");
        var (service, guard) = (portal.Services.GetRequiredService<PatientService>(), portal.Services.GetRequiredService<PatientGuard>());

        await ward.CorrectAsync(twin, form => form.Name = "Asha Rao");
        var form = PatientForm.Of(ravi);
        form.PhrAddress = "asha.rao@sbx";
        Assert.Equal(2, Assert.IsType<PatientSaved.Invalid>(await service.CorrectAsync(ward.HipId, ravi.Id, ravi.Version, form)).Others.Count);

        Assert.Equal([twin.Id], (await guard.OthersWithSameAbhaAsync(ward.HipId, asha.Id)).Select(other => other.Id));
        Assert.Equal([asha.Id], (await guard.OthersWithSameAbhaAsync(ward.HipId, twin.Id)).Select(other => other.Id));
        Assert.Empty(await guard.OthersWithSameAbhaAsync(ward.HipId, ravi.Id));
        Assert.Empty(await guard.OthersWithSameAbhaAsync($"{ward.HipId}-other", asha.Id));
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "A9")]
    public async Task A_scanned_card_finds_its_patient_or_those_it_may_belong_to(TestEngine engine)
    {
        var (_, ward) = await WardAsync(engine);
        var asha = await ward.AddAsync("Asha Rao", abha: "91111122223333");
        var meera = await ward.AddAsync("Meera Joshi", mobile: "9840012345");
        var lakshmi = await ward.AddAsync("Lakshmi Iyer", born: new DateOnly(1964, 1, 1));
        await ward.AddAsync("Lakshmi Iyer", born: new DateOnly(1994, 1, 1));
        await ward.AddAsync("Lakshmi Iyer", born: new DateOnly(1964, 1, 1), gender: Gender.M);

        Assert.Equal((asha.Id, true), await FoundAsync("""{"hidn":"91-1111-2222-3333","hid":"","name":"Somebody Else","gender":"F","dob":"1986"}"""));
        Assert.Equal((meera.Id, false), await FoundAsync("""{"hidn":"91-1111-2222-9999","name":"Mira Joshi","gender":"F","dob":"1-1-1920","mobile":"9840012345"}"""));
        Assert.Equal((lakshmi.Id, false), await FoundAsync("""{"hidn":"91-1111-2222-9999","name":"Laxmi Iyer","gender":"F","dob":"1966"}"""));
        var nobody = await ward.FindAsync("""{"hidn":"91-1111-2222-9999","name":"Nobody Here","gender":"F","dob":"1966"}""");
        Assert.Empty(nobody.Rows);
        Assert.Equal("91111122229999@sbx", nobody.Card!.PhrAddress);

        async Task<(Guid, bool)> FoundAsync(string scanned)
        {
            var result = await ward.FindAsync(scanned);
            Assert.Equal(SearchKind.Card, result.Kind);
            var row = Assert.Single(result.Rows);
            return (row.Id, row.IsExact);
        }
    }

    [Fact]
    public void What_differs_between_patients_of_one_name_is_said_and_nobody_is_grouped()
    {
        var rows = new[]
        {
            Row("Asha Rao", "W-1", "9840012345", "1986-03-14"), Row("Rao Aasha", "W-2", "9840012345", "1990-01-01"), Row("Asha Roy", "W-3", null, "1986-03-14"),
        };

        var differences = SameNames.In(rows);

        Assert.Equal(PatientDifference.Number | PatientDifference.BirthDate, differences[rows[0].Id]);
        Assert.Equal(differences[rows[0].Id], differences[rows[1].Id]);
        Assert.False(differences.ContainsKey(rows[2].Id));
    }

    [Theory]
    [InlineData("Asha Rao", "asha  rao", Likeness.Same)]
    [InlineData("Asha Rao", "Rao Asha", Likeness.Close)]
    [InlineData("Asha Rao", "Aasha Raao", Likeness.Close)]
    [InlineData("Asha Devi Rao", "Asha Rao", Likeness.Close)]
    [InlineData("A Rao", "Asha Rao", Likeness.Close)]
    [InlineData("Mohd Imran", "Mohammed Imran", Likeness.Close)]
    [InlineData("Asha Rao", "Usha Rao", Likeness.Differs)]
    [InlineData("Asha Rao", "Asha Menon", Likeness.Differs)]
    [InlineData("A R", "Asha Rao", Likeness.Differs)]
    [InlineData(null, "Asha Rao", Likeness.Unknown)]
    public void A_name_is_compared_by_its_sound(string? card, string patient, Likeness match) => Assert.Equal(match, NameMatch.Of(card, patient));

    private static PatientFound Row(string name, string number, string? mobile, string born) => new(Guid.NewGuid(), name, Gender.F, Day(born), number, mobile, null, false);

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static PatientForm Form(string number, string abha = "", string address = "") => new()
    {
        Number = number, Name = "New Person", Gender = Gender.F, BirthDate = new DateOnly(1990, 1, 1), AbhaNumber = abha, PhrAddress = address,
    };

    private async Task<(PortalHost, Ward)> WardAsync(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        return (portal, new Ward(portal));
    }
}
