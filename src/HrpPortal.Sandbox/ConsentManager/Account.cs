using System.Globalization;
using System.Text.Json.Serialization;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>A patient's account at the consent manager.</summary>
/// <param name="Address">PHR (ABHA) address, e.g. asha.rao@sbx.</param>
/// <param name="Name">As in the account; demographics are compared with it letter by letter.</param>
/// <param name="Gender">M, F, O or U.</param>
/// <param name="DateOfBirth">YYYY-MM-DD.</param>
/// <param name="AbhaNumber">14 digits, or null.</param>
/// <param name="Mobile">10 digits, or null.</param>
public sealed record Account(string Address, string Name, string Gender, string DateOfBirth, string? AbhaNumber = null, string? Mobile = null)
{
    /// <summary>Whether it may be used; a deleted account is gone.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<AccountStatus>))]
    public AccountStatus Status { get; init; }

    internal DateOnly Born => DateOnly.ParseExact(DateOfBirth, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the patient did with the account.</summary>
public enum AccountStatus
{
    Active,
    Deactivated,
}
