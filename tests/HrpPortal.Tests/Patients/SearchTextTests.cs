using HrpPortal.Patients;

namespace HrpPortal.Tests.Patients;

/// <summary>One box takes anything: what it takes a text for.</summary>
public sealed class SearchTextTests
{
    [Theory]
    [InlineData("", SearchKind.Nothing)]
    [InlineData("  \t", SearchKind.Nothing)]
    [InlineData("%", SearchKind.Nothing)]
    [InlineData("- -", SearchKind.Nothing)]
    [InlineData("asha", SearchKind.Name)]
    [InlineData("Rao, Asha", SearchKind.Name)]
    [InlineData("आशा राव", SearchKind.Name)]
    [InlineData("asha 2345", SearchKind.Name)]
    [InlineData("D'Souza", SearchKind.Name)]
    [InlineData("9840012345", SearchKind.Phone)]
    [InlineData("98400 12345", SearchKind.Phone)]
    [InlineData("+91 98400-12345", SearchKind.Phone)]
    [InlineData("09840012345", SearchKind.Phone)]
    [InlineData("919840012345", SearchKind.Phone)]
    [InlineData("91-1234-5678-9012", SearchKind.AbhaNumber)]
    [InlineData("91123456789012", SearchKind.AbhaNumber)]
    [InlineData("91 1234 5678 9012", SearchKind.AbhaNumber)]
    [InlineData("asha.rao@sbx", SearchKind.PhrAddress)]
    [InlineData("Asha.Rao@", SearchKind.PhrAddress)]
    [InlineData("asha.rao", SearchKind.PhrAddress)]
    [InlineData("asha_rao", SearchKind.PhrAddress)]
    [InlineData("SH-000123", SearchKind.HospitalNumber)]
    [InlineData("TMH/2026/12", SearchKind.HospitalNumber)]
    [InlineData("4711", SearchKind.HospitalNumber)]
    public void A_text_is_taken_for(string typed, SearchKind kind) => Assert.Equal(kind, SearchText.Of(typed).Kind);

    [Theory]
    [InlineData("98400 12345", "9840012345")]
    [InlineData("+91-9840012345", "9840012345")]
    [InlineData("0 98400 12345", "9840012345")]
    [InlineData("9198400123", "9198400123")]
    [InlineData("98400", null)]
    [InlineData("98400 12345 x", null)]
    public void A_phone_is_its_ten_digits(string typed, string? digits) => Assert.Equal(digits, PhoneNumber.Of(typed));

    [Theory]
    [InlineData("SH-000123", "sh000123", "123")]
    [InlineData("TMH/2026/00012", "tmh202600012", "12")]
    [InlineData("A-000", "a000", "0")]
    [InlineData("12B", "12b", null)]
    [InlineData("IPD7_", "ipd7", "7")]
    public void A_hospital_number_is_known_by_its_letters_and_digits_and_by_its_end(string number, string key, string? end) =>
        Assert.Equal((key, end), (NumberKey.Of(number), NumberKey.EndOf(number)));

    [Theory]
    [InlineData("Asha  Rao", " asha rao ")]
    [InlineData("José D’Souza", " jose dsouza ")]
    [InlineData("K.R. Narayanan-Iyer", " k r narayanan iyer ")]
    [InlineData("श्री आशा राव", " श्री आशा राव ")]
    [InlineData("\ud83d Asha\0", " asha ")]
    [InlineData("%_'\"", "  ")]
    public void A_name_is_its_words(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Fact]
    public void The_longest_words_of_a_name_lead_to_it_and_its_initials_last() =>
        Assert.Equal(["prasad", "k", "r", "s", "v"], NameKey.LongestWords("K R V S Prasad"));
}
