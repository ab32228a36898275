namespace HrpPortal.Gateway;

public sealed class GatewayOptions
{
    public string BaseUrl { get; set; } = "";
}
