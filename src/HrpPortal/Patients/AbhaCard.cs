namespace HrpPortal.Patients;

/// <summary>
/// What the QR code of an ABHA card, or of a PHR app, says of its holder. Each value is either whole and of the right shape or
/// absent.
/// </summary>
/// <param name="AbhaNumber">Fourteen digits.</param>
/// <param name="PhrAddress">As it stands on the card; some cards leave out the part from the @ on.</param>
/// <param name="Name">As it stands on the card.</param>
/// <param name="Gender">Of the card.</param>
/// <param name="BirthDate">When the card has the whole date.</param>
/// <param name="BirthYear">Also when it has the year only.</param>
/// <param name="Mobile">Ten digits.</param>
public sealed record AbhaCard(string? AbhaNumber, string? PhrAddress, string? Name, Gender? Gender, DateOnly? BirthDate, int? BirthYear, string? Mobile)
{
    /// <summary>Reads what a scanner typed, leniently; what it takes from it is checked strictly. Keeps and logs nothing.</summary>
    public static AbhaCardReading Read(string scanned) => AbhaCardReader.Read(scanned);

    /// <summary>
    /// The card with its address in full: with the domain if it was left out, and of who has chosen no address the one that ABDM
    /// gives everybody with a number.
    /// </summary>
    public AbhaCard In(string domain) => PhrAddress switch
    {
        null => AbhaNumber is null ? this : this with { PhrAddress = $"{AbhaNumber}@{domain}" },
        _ when PhrAddress.Contains('@', StringComparison.Ordinal) => this,
        _ => this with { PhrAddress = $"{PhrAddress}@{domain}" },
    };

    /// <summary>The card itself must not get into a log by way of its text.</summary>
    public override string ToString() => nameof(AbhaCard);
}
