using HrpPortal.Patients;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Patients;

/// <summary>The search, on both engines.</summary>
public sealed class PatientSearchTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    public static TheoryData<TestEngine, string, SearchKind, bool> Ways
    {
        get
        {
            var ways = new TheoryData<TestEngine, string, SearchKind, bool>();
            foreach (var engine in (TestEngine[])[TestEngine.Sqlite, TestEngine.PostgreSql])
            {
                foreach (var (typed, kind, exact) in ((string, SearchKind, bool)[])
                [
                    ("TMH-001234", SearchKind.HospitalNumber, true), ("tmh 001234", SearchKind.Name, true), ("TMH001234", SearchKind.HospitalNumber, true),
                    ("1234", SearchKind.HospitalNumber, false), ("tmh-0012", SearchKind.HospitalNumber, false),
                    ("9840012345", SearchKind.Phone, true), ("+91 98400 12345", SearchKind.Phone, true), ("098400-12345", SearchKind.Phone, true),
                    ("984001", SearchKind.HospitalNumber, false), ("2345", SearchKind.HospitalNumber, false),
                    ("91-1111-2222-3333", SearchKind.AbhaNumber, true), ("91111122223333", SearchKind.AbhaNumber, true),
                    ("asha.rao@sbx", SearchKind.PhrAddress, true), ("ASHA.RAO@SBX", SearchKind.PhrAddress, true), ("asha.rao", SearchKind.PhrAddress, true),
                    ("asha.r", SearchKind.PhrAddress, false), ("asha.rao@s", SearchKind.PhrAddress, false),
                    ("asha", SearchKind.Name, false), ("Rao Asha", SearchKind.Name, false), ("ra as", SearchKind.Name, false), ("dev", SearchKind.Name, false),
                    ("sh evi", SearchKind.Name, false), ("Aasha Devy Raao", SearchKind.Name, false), ("rao 2345", SearchKind.Name, false),
                    ("asha 1234", SearchKind.Name, false), ("ahsa 1986", SearchKind.Name, false), ("rao 9840012345", SearchKind.Name, false),
                ]) ways.Add(engine, typed, kind, exact);
            }

            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task One_box_finds_a_patient_by(TestEngine engine, string typed, SearchKind kind, bool exact)
    {
        var ward = await WardAsync(engine);
        var asha = await ward.AddAsync("Asha Devi Rao", "TMH-001234", "9840012345", "asha.rao@sbx", "91111122223333", new DateOnly(1986, 3, 14));
        await ward.AddAsync("Imran Qureshi", "TMH-004321", "7000000001", "imran@sbx", "91999988887777", new DateOnly(1991, 1, 1));

        var result = await ward.FindAsync(typed);

        Assert.Equal((kind, false), (result.Kind, result.TooMany));
        var row = Assert.Single(result.Rows);
        Assert.Equal((asha.Id, exact), (row.Id, row.IsExact));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_begins_so_comes_before_a_part_and_a_part_before_what_sounds_so(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        await ward.AddAllAsync("Natasha Roy", "Aasha Roy", "Ashalata Roy", "Roy Asha", "Asha Roy", "Asha Royal", "Usha Roy");

        Assert.Equal(["Asha Roy", "Asha Royal", "Roy Asha", "Ashalata Roy", "Aasha Roy", "Natasha Roy"], await ward.NamesAsync("asha roy"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_hospital_number_comes_before_a_phone_of_the_same_digits(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        await ward.AddAsync("By Phone", mobile: "9840012345");
        await ward.AddAsync("By Number", "9840012345");

        Assert.Equal(["By Number", "By Phone"], await ward.NamesAsync("9840012345"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task More_than_a_list_may_show_is_no_list(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        await ward.AddAllAsync(Enumerable.Range(0, 21).Select(number => $"Ravi Kumar {(char)('A' + number)}"));
        await ward.AddAsync("Ravindra Lal", mobile: "9840012345");

        foreach (var typed in (string[])["ra", "ravi", "kumar ravi", "umar", "raavi kumaar"])
        {
            var many = await ward.FindAsync(typed);
            Assert.True(many.TooMany, typed);
            Assert.Empty(many.Rows);
        }

        Assert.Equal(["Ravindra Lal"], await ward.NamesAsync("ravi 2345"));
        Assert.Equal(["Ravi Kumar L", "Ravindra Lal"], await ward.NamesAsync("ravi l"));
    }

    /// <summary>The few that are meant are not hidden because many others sound a little like them.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Weak_hits_never_push_out_strong_ones(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        await ward.AddAllAsync(Enumerable.Range(0, 25).Select(_ => "Sita Devi"));
        await ward.AddAllAsync("Seeta Devi", "Ruksita Devi");

        Assert.Equal(["Seeta Devi"], await ward.NamesAsync("seeta"));
        Assert.Equal(["Ruksita Devi"], await ward.NamesAsync("ksita"));
        Assert.True((await ward.FindAsync("sita")).TooMany);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_of_another_facility_is_found(TestEngine engine)
    {
        var (ours, theirs) = (await WardAsync(engine), await WardAsync(engine));
        await theirs.AddAsync("Asha Rao", "TMH-1", "9840012345", "asha.rao@sbx", "91111122223333");

        foreach (var typed in (string[])["asha", "sha", "aasha", "TMH-1", "1", "9840012345", "asha.rao@sbx", "asha.r", "91111122223333", "asha 2345", """{"hidn":"91111122223333","name":"Asha Rao","dob":"1986","mobile":"9840012345"}"""])
            Assert.Empty((await ours.FindAsync(typed)).Rows);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_corrected_name_is_found_by_its_new_spelling_and_not_by_the_old(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        var patient = await ward.AddAsync("Xenobia Rao");
        Assert.Single(await ward.NamesAsync("enob"));

        await ward.CorrectAsync(patient, form => form.Name = "Zubeida Rao");

        Assert.Equal(["Zubeida Rao"], await ward.NamesAsync("ubei"));
        Assert.Equal(["Zubeida Rao"], await ward.NamesAsync("jubeda"));
        Assert.Empty(await ward.NamesAsync("xenobia"));
    }

    /// <summary>Each as a search of its own: nothing typed is a pattern, a number format or a piece of SQL.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Hostile_texts_find_nobody_and_break_nothing(TestEngine engine)
    {
        var ward = await WardAsync(engine);
        await ward.AddAsync("Asha Rao", "TMH-1", "9840012345", "asha.rao@sbx", "91111122223333");
        string[] seeds =
        [
            "%", "_", "%%", "a%o", "as_a", "'", "''", "' OR '1'='1", "asha' --", "\"; DROP TABLE patient; --", "\\", "\\%", "as\\ha", "*", "as*", "?", "[a-z]sha", "NEAR(asha rao)",
            "NULL", "\0", "as\0ha", "{", "{{", "{0}", "${jndi}", "\uFFFF", "\U0010FFFF", "\ud800", "\u202E", "@@", "@", "asha.rao@%", "--", "/*", "a\u0301\u0301\u0301", new string('x', 5000),
            "+91", "+-+-", "0x10", "1e9", "٩٨٤٠٠", "९८४००", "\r\n", "<script>", "asha\tzzz",
        ];
        var hostile = seeds.Concat(from one in seeds from other in seeds select one + other).Take(Rounds.Of(ci: 600, nightly: 5000));
        foreach (var typed in hostile)
        {
            var result = await ward.FindAsync(typed);
            Assert.False(result.TooMany);
            Assert.True(result.Rows.Count == 0 || NameKey.Words(typed).Count > 0, typed);
        }

        Assert.Empty(await ward.NamesAsync("a%o"));
        Assert.Empty(await ward.NamesAsync("r_o"));
        Assert.Equal(["Asha Rao"], await ward.NamesAsync("asha"));
    }

    private async Task<Ward> WardAsync(TestEngine engine) => new(await hosts.OnAsync(engine));
}
