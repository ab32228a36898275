using HrpPortal.Gateway;

namespace HrpPortal.Tests.Ui;

/// <summary>Takes whatever a page sends at once, and never calls back: what ABDM says to it, a test says.</summary>
public sealed class TakingGateway : IGatewayApi
{
    private readonly List<GatewayRequest> _taken = [];

    public IReadOnlyList<GatewayRequest> Taken => _taken;

    public Task<GatewayReply> SendAsync(GatewayRequest body, string cmId, CancellationToken cancellationToken)
    {
        _taken.Add(body);
        return Task.FromResult<GatewayReply>(new GatewayReply.Accepted(202, null));
    }
}
