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

    /// <summary>Lower-cased text that the search looks in.</summary>
    public string SearchText { get; private set; } = "";

    public void Index() =>
        SearchText = string.Join(' ', Name, Number, Mobile, PhrAddress, AbhaNumber).ToLowerInvariant();
}

/// <summary>v0.5 knows these four (protocol: <c>gender</c>).</summary>
public enum Gender { M, F, O, U }
