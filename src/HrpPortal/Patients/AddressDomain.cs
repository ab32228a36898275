namespace HrpPortal.Patients;

/// <summary>What stands after the @ where a card leaves it out: abdm in earnest, sbx at ABDM's sandbox. <c>Portal:AddressDomain</c> says otherwise.</summary>
public sealed class AddressDomain(IConfiguration configuration)
{
    public string Name { get; } = configuration["Portal:AddressDomain"] is { Length: > 0 } set ? set
        : Uri.TryCreate(configuration["Gateway:BaseUrl"], UriKind.Absolute, out var gateway) && !gateway.IsLoopback && !gateway.Host.StartsWith("dev.", StringComparison.OrdinalIgnoreCase) ? "abdm" : "sbx";
}
