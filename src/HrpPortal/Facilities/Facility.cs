using HrpPortal.Gateway;

namespace HrpPortal.Facilities;

/// <summary>A hospital, clinic or lab under its ABDM identity (the HIP id that callbacks carry in X-HIP-ID).</summary>
public sealed class Facility
{
    public required string HipId { get; init; }
    public required string Name { get; set; }
    public required GatewayDialect Dialect { get; set; }
}
