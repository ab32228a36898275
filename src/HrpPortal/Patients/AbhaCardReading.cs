namespace HrpPortal.Patients;

/// <summary>What a scanned text turned out to be.</summary>
public abstract record AbhaCardReading
{
    /// <summary>The QR code of an ABHA card or of a PHR app.</summary>
    public sealed record Card(AbhaCard Holder) : AbhaCardReading;

    /// <summary>The code that hangs at a counter of a hospital, for patients to scan.</summary>
    public sealed record CounterCode : AbhaCardReading;

    public sealed record NotACard(CardTrouble Why) : AbhaCardReading;
}

/// <summary>Why a scanned text is no card.</summary>
public enum CardTrouble
{
    /// <summary>Not the text of a card at all.</summary>
    NotAbha,

    /// <summary>Longer than any card.</summary>
    TooLong,

    /// <summary>Letters of an Indian script that no key places could be told from.</summary>
    KeyboardLayout,

    /// <summary>A card without an ABHA number and without an address.</summary>
    NoIdentity,

    /// <summary>It says two different things of the same person.</summary>
    Contradicts,
}
