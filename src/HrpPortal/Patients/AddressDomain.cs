namespace HrpPortal.Patients;

/// <summary>What stands after the @ where a card leaves it out: abdm in earnest, sbx at ABDM's sandbox. <c>Portal:AddressDomain</c> says otherwise.</summary>
public sealed class AddressDomain(IConfiguration configuration)
{
    public string Name { get; } = configuration["Portal:AddressDomain"] is { Length: > 0 } set ? set
        : Uri.TryCreate(configuration["Gateway:BaseUrl"], UriKind.Absolute, out var gateway) && !gateway.IsLoopback && !gateway.Host.StartsWith("dev.", StringComparison.OrdinalIgnoreCase) ? "abdm" : "sbx";

    /// <summary>The consent manager (X-CM-ID): what stands after the @; this portal's own, when what is given is no address.</summary>
    public string CmOf(string? address) => PhrAddress.IsValid(address) ? PhrAddress.CmId(address!) : Name;
}
