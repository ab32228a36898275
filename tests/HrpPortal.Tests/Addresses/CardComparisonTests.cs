using HrpPortal.Addresses;
using HrpPortal.Patients;

namespace HrpPortal.Tests.Addresses;

/// <summary>ABDM's rule for "the same person": mobile and sex exact, age within two years, the name sounds alike.</summary>
public sealed class CardComparisonTests
{
    [Theory]
    [InlineData("Asha Rao", "Asha Rao", Likeness.Same)]
    [InlineData("Asha Rao", "ASHA  RAO", Likeness.Same)]
    [InlineData("Lakshmi Narayanan", "Laxmi Narayanan", Likeness.Close)]
    [InlineData("Asha Rao", "Asha R", Likeness.Close)]
    [InlineData("Asha Rao", "Asha Devi Rao", Likeness.Close)]
    [InlineData("Shree Chowdhury", "Sri Chowdhuri", Likeness.Close)]
    [InlineData("Asha Rao", "Usha Rao", Likeness.Differs)]
    [InlineData("Asha Rao", null, Likeness.Unknown)]
    public void Names(string onFile, string? onCard, Likeness expected) => Assert.Equal(expected, Of(ComparedDetail.Name, Patient(onFile), Card(name: onCard)));

    [Theory]
    [InlineData(Gender.F, Likeness.Same)]
    [InlineData(Gender.M, Likeness.Differs)]
    [InlineData(Gender.U, Likeness.Unknown)]
    [InlineData(null, Likeness.Unknown)]
    public void Sex(Gender? onCard, Likeness expected) => Assert.Equal(expected, Of(ComparedDetail.Sex, Patient(), Card(gender: onCard)));

    [Theory]
    [InlineData("1984-03-14", null, Likeness.Same)]
    [InlineData("1984-03-15", null, Likeness.Close)]
    [InlineData("1986-01-01", null, Likeness.Close)]
    [InlineData("1987-01-01", null, Likeness.Differs)]
    [InlineData(null, 1984, Likeness.Same)]
    [InlineData(null, 1982, Likeness.Close)]
    [InlineData(null, 1981, Likeness.Differs)]
    [InlineData(null, null, Likeness.Unknown)]
    public void Birth(string? date, int? year, Likeness expected) =>
        Assert.Equal(expected, Of(ComparedDetail.Birth, Patient(), Card(birth: date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), year: year)));

    [Theory]
    [InlineData("9840012345", Likeness.Same)]
    [InlineData("9840012346", Likeness.Differs)]
    [InlineData(null, Likeness.Unknown)]
    public void Mobile(string? onCard, Likeness expected) => Assert.Equal(expected, Of(ComparedDetail.Mobile, Patient(), Card(mobile: onCard)));

    [Fact]
    public void A_difference_needs_a_reason_and_what_is_not_known_does_not()
    {
        Assert.False(CardComparison.Of(Patient(), Card()).NeedsReason);
        Assert.False(CardComparison.Of(Patient(), Card("Asha R", Gender.F)).NeedsReason);
        Assert.Equal([ComparedDetail.Sex, ComparedDetail.Mobile], CardComparison.Of(Patient(), Card("Asha Rao", Gender.M, mobile: "9000000000")).Differing);
    }

    private static Likeness Of(ComparedDetail detail, Patient patient, AbhaCard card) => CardComparison.Of(patient, card).Details[detail];

    private static AbhaCard Card(string? name = null, Gender? gender = null, DateOnly? birth = null, int? year = null, string? mobile = null) =>
        new(null, "asha.rao@sbx", name, gender, birth, year, mobile);

    private static Patient Patient(string name = "Asha Rao") => new()
    {
        Id = Guid.CreateVersion7(), HipId = "IN0710000001", Number = "T-1", Name = name, Gender = Gender.F, BirthDate = new DateOnly(1984, 3, 14), Mobile = "9840012345", RegisteredAt = default,
    };
}
