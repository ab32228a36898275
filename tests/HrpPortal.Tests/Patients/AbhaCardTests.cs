using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Patients;

namespace HrpPortal.Tests.Patients;

/// <summary>Both shapes of the QR code, and what the field has seen of each.</summary>
[Trait("Row", "A9")]
public sealed class AbhaCardTests
{
    private const string PhrApp = """{"hidn":"91-1234-5678-9012","phr":"asha.rao@sbx","name":"Asha Rao","gender":"F","dob":"4-3-1986","statelgd":"29","distlgd":"-"}""";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly AbhaCard Asha = new("91123456789012", "asha.rao@sbx", "Asha Rao", Gender.F, new DateOnly(1986, 3, 4), 1986, null);

    [Fact]
    public void The_code_of_the_PHR_app_is_read() => Assert.Equal(Asha, Read(PhrApp));

    [Fact]
    public void The_code_of_the_ABHA_card_is_read() =>
        Assert.Equal(Asha with { Mobile = "9840012345" }, Read(
            """{"hidn":"91-1234-5678-9012","hid":"asha.rao@sbx","name":"Asha Rao","gender":"F","statelgd":"29","distlgd":"525","dob":"4/3/1986","district_name":"BENGALURU","mobile":"9840012345","address":"12, MG Road","state name":"KARNATAKA"}"""));

    [Theory]
    [InlineData("91123456789012", "91123456789012")]
    [InlineData("91-1234-5678-9012", "91123456789012")]
    [InlineData("91 1234 5678 9012", "91123456789012")]
    [InlineData("-", null)]
    [InlineData("", null)]
    [InlineData("9112345678901234", null)]
    [InlineData("9112345678901x", null)]
    public void An_ABHA_number_is_fourteen_digits_or_none(string written, string? number) => Assert.Equal(number, Read(With("hidn", written)).AbhaNumber);

    [Theory]
    [InlineData("4-3-1986", "1986-03-04", 1986)]
    [InlineData("04/03/1986", "1986-03-04", 1986)]
    [InlineData("4/3/1986", "1986-03-04", 1986)]
    [InlineData("1986-03-04", "1986-03-04", 1986)]
    [InlineData("31-12-1986", "1986-12-31", 1986)]
    [InlineData("1986", null, 1986)]
    [InlineData("31-2-1986", null, null)]
    [InlineData("-", null, null)]
    [InlineData("4-3-86", null, null)]
    [InlineData("86", null, null)]
    public void A_birth_is_a_date_or_a_year(string written, string? date, int? year)
    {
        var card = Read(With("dob", written));

        Assert.Equal((date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), year), (card.BirthDate, card.BirthYear));
    }

    [Theory]
    [InlineData("M", Gender.M)]
    [InlineData("f", Gender.F)]
    [InlineData("O", Gender.O)]
    [InlineData("Female", Gender.F)]
    [InlineData("Transgender", Gender.O)]
    [InlineData("X", null)]
    [InlineData("17", null)]
    public void A_sex_is_one_of_those_known(string written, Gender? gender) => Assert.Equal(gender, Read(With("gender", written)).Gender);

    [Theory]
    [InlineData("9840012345", "9840012345")]
    [InlineData("+91-9840012345", "9840012345")]
    [InlineData("09840012345", "9840012345")]
    [InlineData("-", null)]
    [InlineData("98400", null)]
    [InlineData("98400x2345", null)]
    public void A_mobile_is_ten_digits_or_none(string written, string? mobile) => Assert.Equal(mobile, Read(With("mobile", written)).Mobile);

    [Theory]
    [InlineData("asha.rao@sbx", "asha.rao@sbx")]
    [InlineData("Asha.Rao@SBX", "asha.rao@sbx")]
    [InlineData("asha.rao", "asha.rao@abdm")]
    [InlineData("", "91123456789012@abdm")]
    [InlineData("-", "91123456789012@abdm")]
    [InlineData("asha rao@sbx", "91123456789012@abdm")]
    [InlineData("asha@gmail.com", "91123456789012@abdm")]
    [InlineData("asha.raosbx", "91123456789012@abdm")]
    public void An_address_gets_the_domain_that_it_lacks_and_who_has_none_has_that_of_the_number(string written, string address) =>
        Assert.Equal(address, Read(With("phr", written)).In("abdm").PhrAddress);

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("]Q1")]
    [InlineData("]Q3\uFEFF ")]
    [InlineData("\r\n ")]
    public void Marks_of_the_scanner_before_the_text_are_let_be(string mark)
    {
        Assert.Equal(Asha, Read(mark + PhrApp));
        Assert.Equal(Asha, Read(PhrApp + "\r\n"));
    }

    [Theory]
    [InlineData("", CardTrouble.NotAbha)]
    [InlineData("asha", CardTrouble.NotAbha)]
    [InlineData("{}", CardTrouble.NoIdentity)]
    [InlineData("""{"name":"Asha Rao","dob":"1986"}""", CardTrouble.NoIdentity)]
    [InlineData("""{"hidn":"91-1234-5678-9012","hidn":"91-1234-5678-9013"}""", CardTrouble.Contradicts)]
    [InlineData("""{"phr":"asha@sbx","hid":"ravi@sbx"}""", CardTrouble.Contradicts)]
    [InlineData("[1]", CardTrouble.NotAbha)]
    [InlineData("""{"hidn":"91""", CardTrouble.NotAbha)]
    [InlineData("""{"hidn":"\ud800"}""", CardTrouble.NotAbha)]
    [InlineData("https://example.org/", CardTrouble.NotAbha)]
    [InlineData("{ढठ௸ஃ", CardTrouble.KeyboardLayout)]
    public void What_is_no_card_is_told_why(string scanned, CardTrouble trouble) => Assert.Equal(trouble, Assert.IsType<AbhaCardReading.NotACard>(AbhaCard.Read(scanned)).Why);

    [Fact]
    public void What_is_longer_than_any_card_is_not_read()
    {
        Assert.IsType<AbhaCardReading.Card>(AbhaCard.Read(With("address", new string('x', 1900))));
        Assert.Equal(CardTrouble.TooLong, Assert.IsType<AbhaCardReading.NotACard>(AbhaCard.Read(With("address", new string('x', 2048)))).Why);
        Assert.Equal(CardTrouble.TooLong, Assert.IsType<AbhaCardReading.NotACard>(AbhaCard.Read(With("address", new string('अ', 700)))).Why);
    }

    [Theory]
    [InlineData("https://phr.abdm.gov.in/share-profile?hip-id=IN0710000001&counter-id=12")]
    [InlineData("https://phrsbx.abdm.gov.in/share-profile?hip-id=IN0710000001&counter-id=12\r\n")]
    public void The_counters_own_code_is_known(string scanned) => Assert.IsType<AbhaCardReading.CounterCode>(AbhaCard.Read(scanned));

    /// <summary>Whatever the order, the names, the dashes and what else stands there: the same person is read.</summary>
    [Fact]
    public void Every_way_to_write_a_card_is_read_as_the_same_person() => Prop.ForAll(Variants().ToArbitrary(), scanned => Asha == Read(scanned)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_card_typed_under_the_keyboard_of_any_Indian_script_is_read()
    {
        var script = Gen.Elements(InScript.Scripts);
        Prop.ForAll(Variants().Zip(script).ToArbitrary(), pair => InScript.Type(pair.Item1, pair.Item2) is not { } typed || Asha == Read(typed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
        Assert.All((int[])[0x0900, 0x0A80], one => Assert.NotNull(InScript.Type(PhrApp, one)));
        Assert.DoesNotContain('{', InScript.Type(PhrApp, 0x0900)!);
    }

    /// <summary>No text at all makes it throw, and nothing but a whole, right value gets through.</summary>
    [Fact]
    public void No_text_breaks_the_reading()
    {
        var torn = Variants().SelectMany(text => Gen.Choose(0, text.Length).Zip(Gen.Choose(0, text.Length)), (text, cut) => text[..Math.Min(cut.Item1, cut.Item2)] + text[Math.Max(cut.Item1, cut.Item2)..]);
        var wild = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");
        Prop.ForAll(Gen.OneOf(torn, wild, wild.Select(text => $$"""{"hidn":"{{text}}","phr":"{{text}}","dob":"{{text}}","gender":"{{text}}"}""")).ToArbitrary(), text => AbhaCard.Read(text) is not AbhaCardReading.Card(var card) || IsSound(card))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void A_card_says_nothing_of_its_holder_where_it_is_printed() => Assert.Equal("AbhaCard", $"{Asha}");

    private static bool IsSound(AbhaCard card) =>
        card.AbhaNumber is null or { Length: 14 } && card.Mobile is null or { Length: 10 } && (card.AbhaNumber ?? card.PhrAddress) is not null && card.BirthYear is null or (>= 1900 and < 2100);

    private static Gen<string> Variants()
    {
        var members = new[]
        {
            One("hidn", ["91-1234-5678-9012", "91123456789012", "91 1234 5678 9012"]),
            from name in Gen.Elements("phr", "hid", "PHR", "hid ") from value in Gen.Elements("asha.rao@sbx", "Asha.Rao@sbx", " asha.rao@sbx ") select (name, value),
            One("name", ["Asha Rao", "Asha  Rao", " Asha Rao "]),
            One("gender", ["F", "f", "Female"]),
            One("dob", ["4-3-1986", "04-03-1986", "4/3/1986", "04/03/1986", "1986-03-04"]),
            from name in Gen.Elements("statelgd", "state name", "state_name", "dist name", "district_name", "distlgd") from value in Gen.Elements("-", "29", "KARNATAKA", "") select (name, value),
            from name in Gen.Elements("mobile", "address", "foo") select (name, "-"),
        };
        var ends = Gen.Elements("", "\r\n", "\n", "\t", "\uFEFF");
        return from values in Gen.CollectToArray(members)
               from order in Gen.Shuffle(values)
               from before in ends
               from after in ends
               from indented in Gen.Elements(true, false)
               select before + JsonSerializer.Serialize(order.ToDictionary(one => one.Item1, one => one.Item2), indented ? Indented : Plain) + after;
    }

    private static Gen<(string, string)> One(string name, string[] values) => Gen.Elements(values).Select(value => (name, value));

    private static string With(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["hidn"] = "91-1234-5678-9012", ["name"] = "Asha Rao" };
        if (field == "hidn") fields["phr"] = "asha.rao@sbx";
        fields[field] = value;
        return JsonSerializer.Serialize(fields, Plain);
    }

    private static AbhaCard Read(string scanned) => Assert.IsType<AbhaCardReading.Card>(AbhaCard.Read(scanned)).Holder;
}
