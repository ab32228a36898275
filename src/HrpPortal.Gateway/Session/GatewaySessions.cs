using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>A session for each dialect: the two gateways do not know each other's (protocol §7.2).</summary>
internal sealed class GatewaySessions(GatewayHttp http, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewaySession> log)
{
    private readonly GatewaySession _v05 = new(GatewayDialect.V05, http, options, time, log);
    private readonly GatewaySession _v3 = new(GatewayDialect.V3, http, options, time, log);

    public GatewaySession Of(GatewayDialect dialect) => dialect == GatewayDialect.V3 ? _v3 : _v05;
}
