using System.Globalization;
using System.Text.Json;
using HrpPortal.Gateway;
using HrpPortal.Patients;

namespace HrpPortal.Scans;

/// <summary>
/// A shared profile says what the QR code of an ABHA card says, under other names: it is read by the card's own reader, so that
/// what is whole and of the right shape is decided in one place, and compared like a card.
/// </summary>
public static class SharedCard
{
    /// <summary>Null when there is no address in it that records can be linked to.</summary>
    public static AbhaCard? Of(SharedPatient? patient)
    {
        if (patient is null) return null;
        var text = JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["hidn"] = patient.AbhaNumber,
            ["phr"] = patient.AbhaAddress,
            ["name"] = patient.Name,
            ["gender"] = patient.Gender,
            ["dob"] = Birth(patient),
            ["mobile"] = patient.Mobile,
        });
        return AbhaCard.Read(text) is AbhaCardReading.Card(var card) && PhrAddress.IsValid(card.PhrAddress) ? card : null;
    }

    private static string? Birth(SharedPatient patient) => patient switch
    {
        { YearOfBirth: { } year, MonthOfBirth: { } month, DayOfBirth: { } day } => string.Create(CultureInfo.InvariantCulture, $"{day}/{month}/{year}"),
        { YearOfBirth: { } year } => year.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
