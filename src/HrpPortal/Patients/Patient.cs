namespace HrpPortal.Patients;

/// <summary>A patient of one facility. Name, gender and birth date are what demographic authentication sends to ABDM.</summary>
public sealed class Patient
{
    public required Guid Id { get; init; }
    public required string HipId { get; init; }

    /// <summary>The hospital's own number: stable, and the patient reference on the wire.</summary>
    public required string Number { get; init; }
    public required string Name { get; set; }
    public required Gender Gender { get; set; }
    public required DateOnly BirthDate { get; set; }

    /// <summary>Ten digits, or none.</summary>
    public string? Mobile { get; set; }

    /// <summary>As it was given, e.g. <c>asha.rao@sbx</c>; without one nothing can be linked.</summary>
    public string? PhrAddress { get; set; }

    /// <summary>Fourteen digits without dashes, or none.</summary>
    public string? AbhaNumber { get; set; }
    public required DateTime RegisteredAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public int Version { get; set; }

    /// <summary>Lower-cased text of all that a list of links is searched by.</summary>
    public string SearchText { get; private set; } = "";

    // What the search looks in. Index() keeps it; the words are the longest of the name, the longest first.
    public string NameKey { get; private set; } = "";
    public string? Word1 { get; private set; }
    public string? Word2 { get; private set; }
    public string? Word3 { get; private set; }
    public string? Word4 { get; private set; }
    public string? Word5 { get; private set; }
    public string? Word6 { get; private set; }
    public string NumberKey { get; private set; } = "";
    public string? NumberEnd { get; private set; }
    public string? MobileEnd { get; private set; }
    public string? AddressKey { get; private set; }

    // The ABHA number and address that this patient was given through the portal: no other of the facility can be given the same.
    // Empty for those of before, two of whom may share one; they are told of, and not locked out.
    public string? AbhaClaim { get; private set; }
    public string? AddressClaim { get; private set; }

    /// <summary>Claims what is new since <paramref name="before"/>: what was so before is nobody's to refuse.</summary>
    public void Claim((string? AbhaNumber, string? AddressKey) before)
    {
        if (AbhaNumber != before.AbhaNumber) AbhaClaim = AbhaNumber;
        if (AddressKey != before.AddressKey) AddressClaim = AddressKey;
    }

    /// <summary>The patient left ABDM: address and number leave the file, what the hospital wrote stays (protocol, 5.4).</summary>
    public void Leave(DateTime now)
    {
        (PhrAddress, AbhaNumber, AbhaClaim, AddressClaim, UpdatedAt) = (null, null, null, null, now);
        Version++;
        Index();
    }

    /// <summary>To be called whenever one of the values above has changed.</summary>
    public void Index()
    {
        SearchText = string.Join(' ', Name, Number, Mobile, PhrAddress, AbhaNumber).ToLowerInvariant();
        NameKey = Patients.NameKey.Of(Name);
        var words = Patients.NameKey.LongestWords(Name);
        (Word1, Word2, Word3) = (words.ElementAtOrDefault(0), words.ElementAtOrDefault(1), words.ElementAtOrDefault(2));
        (Word4, Word5, Word6) = (words.ElementAtOrDefault(3), words.ElementAtOrDefault(4), words.ElementAtOrDefault(5));
        NumberKey = Patients.NumberKey.Of(Number);
        NumberEnd = Patients.NumberKey.EndOf(Number);
        MobileEnd = Mobile is { Length: 10 } ? Mobile[^4..] : null;
        AddressKey = PhrAddress is { } address ? Patients.PhrAddress.Key(address) : null;
    }
}

/// <summary>v0.5 knows these four (protocol: <c>gender</c>).</summary>
public enum Gender { M, F, O, U }
