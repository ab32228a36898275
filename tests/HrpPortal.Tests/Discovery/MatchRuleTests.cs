using HrpPortal.Discovery;
using HrpPortal.Gateway;
using HrpPortal.Patients;

namespace HrpPortal.Tests.Discovery;

/// <summary>Whose file a patient's app finds: the one, or none.</summary>
[Trait("Row", "USER_INIT_LINK_603")]
public sealed class MatchRuleTests
{
    private static readonly AskedPerson Asha = new("asha.rao@sbx", "Asha Rao", Gender.F, 1988, "9840000001", "91123407042043", []);

    [Fact]
    public void The_mobile_finds_who_has_the_name_the_sex_and_about_the_year_of_birth() =>
        Assert.Equal([MatchedBy.Mobile], Found(Asha, File()));

    [Fact]
    public void The_ABHA_itself_is_named_before_the_mobile() =>
        Assert.Equal([MatchedBy.HealthId, MatchedBy.HealthNumber, MatchedBy.Mobile], Found(Asha, File(address: "Asha.Rao@sbx", abha: "91123407042043")));

    [Theory]
    [InlineData("ASHA RAO", 1988, true)]
    [InlineData("Aasha Rao", 1988, true)]
    [InlineData("Asha R", 1988, true)]
    [InlineData("Rao Asha", 1988, true)]
    [InlineData("Usha Rao", 1988, false)]
    [InlineData("Asha Menon", 1988, false)]
    [InlineData("Asha Rao", 1990, true)]
    [InlineData("Asha Rao", 1986, true)]
    [InlineData("Asha Rao", 1991, false)]
    [InlineData("Asha Rao", 1985, false)]
    public void Names_may_sound_alike_and_years_differ_by_two(string name, int year, bool found) => Assert.Equal(found, Found(Asha, File(name: name, year: year)) is not null);

    [Fact]
    public void Another_sex_or_no_identifier_of_hers_is_somebody_else()
    {
        Assert.Null(Found(Asha, File(gender: Gender.M)));
        Assert.Null(Found(Asha, File(mobile: "9840000002")));
        Assert.Null(Found(Asha, File(mobile: null)));
        Assert.Null(Found(Asha with { Mobile = null }, File()));
    }

    /// <summary>A family with one phone, and two of one name in it.</summary>
    [Fact]
    public void A_file_with_another_ABHA_is_somebody_elses_though_all_else_fits()
    {
        Assert.Null(Found(Asha, File(abha: "91000000000000")));
        Assert.Null(Found(Asha, File(address: "asha.other@sbx")));
        Assert.Null(Found(Asha with { AbhaNumber = null }, File(address: "asha.other@sbx", abha: "91123407042043")));
        Assert.Null(Found(Asha, File(address: "asha.rao@sbx", abha: "91000000000000")));

        // Two addresses of one person: the number says so.
        Assert.NotNull(Found(Asha, File(address: "asha.other@sbx", abha: "91123407042043")));
    }

    [Fact]
    public void Two_that_fit_are_nobody_and_the_ABHA_decides_between_them()
    {
        Assert.Equal(2, Assert.IsType<Match.Several>(MatchRule.Of(Asha, [File(), File()], new())).Patients.Count);
        Assert.Equal(2, Assert.IsType<Match.Several>(MatchRule.Of(Asha, [File(abha: Asha.AbhaNumber), File(address: Asha.Address)], new())).Patients.Count);
        var hers = File(abha: Asha.AbhaNumber);
        Assert.Same(hers, Assert.IsType<Match.One>(MatchRule.Of(Asha, [File(), hers, File()], new())).Patient);
    }

    [Fact]
    public void A_hospital_number_that_she_typed_must_be_the_files()
    {
        var asked = Asha with { TypedNumbers = ["sh 000123"] };
        Assert.Equal([MatchedBy.Mobile, MatchedBy.MedicalRecord], Found(asked, File(number: "SH-000123")));
        Assert.Null(Found(asked, File(number: "SH-000124")));
        Assert.NotNull(Found(asked, File(number: "SH-000124"), new DiscoveryOptions { TypedNumberMustMatch = false }));
        Assert.IsType<Match.One>(MatchRule.Of(asked, [File(number: "SH-000123"), File(number: "SH-000124")], new()));

        // Alone it says nothing: anybody can type it.
        Assert.Null(Found(asked with { Mobile = null }, File(number: "SH-000123")));
    }

    [Fact]
    public void The_rule_is_as_strict_as_its_settings()
    {
        Assert.Null(Found(Asha, File(), new DiscoveryOptions { ByMobile = false }));
        Assert.NotNull(Found(Asha, File(abha: Asha.AbhaNumber), new DiscoveryOptions { ByMobile = false }));
        Assert.Null(Found(Asha, File(name: "Aasha Rao"), new DiscoveryOptions { NamesMaySoundAlike = false }));
        Assert.NotNull(Found(Asha, File(year: 1993), new DiscoveryOptions { YearsApart = 5 }));
    }

    [Theory]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"MOBILE","value":"+91-98400 00001"}]}""", "9840000001")]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"T","yearOfBirth":"1988","verifiedIdentifiers":[{"type":"mobile","value":9840000001}]}""", "9840000001")]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"HEALTH_ID","value":"x.y@sbx"}]}""", null)]
    public void What_ABDM_says_is_read_in_every_spelling(string patient, string? mobile) => Assert.Equal(mobile, Read(patient)!.Mobile);

    [Theory]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[]}""")]
    [InlineData("""{"id":"x.y@sbx","name":" ","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"MOBILE","value":"9840000001"}]}""")]
    [InlineData("""{"id":"nobody","name":"A B","gender":"F","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"MOBILE","value":"9840000001"}]}""")]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"F","verifiedIdentifiers":[{"type":"MOBILE","value":"9840000001"}]}""")]
    [InlineData("""{"id":"x.y@sbx","name":"A B","gender":"?","yearOfBirth":1988,"verifiedIdentifiers":[{"type":"MOBILE","value":"9840000001"}]}""")]
    [InlineData("""{"id":7,"name":[],"verifiedIdentifiers":{}}""")]
    public void Too_little_is_nobody(string patient) => Assert.Null(Read(patient));

    [Fact]
    public void Every_setting_has_its_sentence()
    {
        Assert.Equal(7, DiscoveryWords.Rule(new DiscoveryOptions()).Count);
        Assert.Contains("differs by no more than 2", DiscoveryWords.Rule(new DiscoveryOptions())[2], StringComparison.Ordinal);
        Assert.DoesNotContain("mobile", DiscoveryWords.Rule(new DiscoveryOptions { ByMobile = false })[0], StringComparison.Ordinal);
        Assert.True(new DiscoveryOptions.Check().Validate(null, new()).Succeeded);
        Assert.Contains("Discovery:YearsApart", new DiscoveryOptions.Check().Validate(null, new() { YearsApart = 6, CodeTries = 0 }).FailureMessage, StringComparison.Ordinal);
        Assert.True(new SmsOptions.Check().Validate(null, new()).Succeeded);
        Assert.False(new SmsOptions.Check().Validate(null, new() { Url = "http://sms.example/send" }).Succeeded);
        Assert.False(new SmsOptions.Check().Validate(null, new() { CodeText = "Your code" }).Succeeded);
    }

    private static IReadOnlyList<string>? Found(AskedPerson asked, Patient file, DiscoveryOptions? options = null) =>
        MatchRule.Of(asked, [file], options ?? new()) is Match.One(_, var by) ? by : null;

    private static AskedPerson? Read(string patient)
    {
        Assert.True(DiscoverCall.TryRead(System.Text.Encoding.UTF8.GetBytes($$"""{"transactionId":"t","patient":{{patient}}}"""), out var call));
        return AskedPerson.Of(call.Patient);
    }

    private static Patient File(
        string name = "Asha Rao", int year = 1988, Gender gender = Gender.F, string? mobile = "9840000001", string? address = null, string? abha = null, string number = "SH-000001")
    {
        var now = new DateTime(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);
        var patient = new Patient
        {
            Id = Guid.NewGuid(), HipId = "IN0710000001", Number = number, Name = name, Gender = gender, BirthDate = new DateOnly(year, 5, 4), Mobile = mobile,
            PhrAddress = address, AbhaNumber = abha, RegisteredAt = now, UpdatedAt = now,
        };
        patient.Index();
        return patient;
    }
}
