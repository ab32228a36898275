using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.Extensions.Options;

namespace HrpPortal.Readiness;

/// <summary>
/// What ABDM has registered for our client id: where it calls, and for which facilities (protocol, 3.2 and 7.2). ABDM's sandbox
/// can be told from here; in production the facility registry has it. A person waits for each answer, and the last one to
/// write wins, whoever shares the client id: nothing here happens by itself, and nothing is sent a second time.
/// </summary>
public sealed class Bridge(
    IGatewayApi gateway, FacilityDirectory facilities, AddressDomain domain, PublicAddress address, AuditTrail audit, IOptions<GatewayOptions> options, TimeProvider clock)
{
    /// <summary>As long as the registry takes a facility's name (protocol, 7.2).</summary>
    private const int LongestName = 15;

    public async Task<BridgeLook> LookAsync(GatewayDialect dialect, CancellationToken cancellationToken = default)
    {
        GatewayRequest question = dialect == GatewayDialect.V3 ? new ReadServicesV3Request(Guid.NewGuid(), clock.GetUtcNow()) : new ReadServicesRequest(Guid.NewGuid(), clock.GetUtcNow());
        return await gateway.SendAsync(question, domain.Name, cancellationToken) switch
        {
            GatewayReply.Accepted answer when BridgeRegistration.TryRead(answer.Body.Span, out var registered) => new BridgeLook(registered, null),
            GatewayReply.Failed { Fault: var fault } => new BridgeLook(null, fault),
            _ => new BridgeLook(null, new GatewayFault(null, null, null, question.Path, FaultKind.Unknown)),
        };
    }

    /// <summary>ABDM shall call us at <c>Callbacks:PublicUrl</c>. Null when ABDM took it.</summary>
    /// <exception cref="InvalidOperationException">That setting is no address that ABDM could call.</exception>
    public async Task<GatewayFault?> SetUrlAsync(StaffMember who, GatewayDialect dialect, CancellationToken cancellationToken = default)
    {
        Demand(who);
        if (address is not { Fault: null, Url: { } url }) throw new InvalidOperationException("Callbacks:PublicUrl is no address that ABDM could call.");
        return await TellAsync(who, facilities.Of(who).HipId, $"{dialect} url", dialect == GatewayDialect.V3
            ? new SetBridgeUrlV3Request(Guid.NewGuid(), clock.GetUtcNow(), url)
            : new SetBridgeUrlRequest(Guid.NewGuid(), clock.GetUtcNow(), url), cancellationToken);
    }

    /// <summary>These facilities are served by us. Null when ABDM took them all; else why it did not take the first that it refused.</summary>
    public async Task<GatewayFault?> SetFacilitiesAsync(StaffMember who, GatewayDialect dialect, CancellationToken cancellationToken = default)
    {
        Demand(who);
        var ours = Of(dialect);
        if (dialect == GatewayDialect.V05)
        {
            return await TellAsync(who, facilities.Of(who).HipId, $"{dialect} services",
                new SetServicesRequest(Guid.NewGuid(), clock.GetUtcNow(), [.. ours.Select(facility => new BridgeService(facility.HipId, facility.Name))]), cancellationToken);
        }

        foreach (var facility in ours)
        {
            var served = new FacilityBridge(options.Value.ClientId, ShortName(facility.Name));
            var request = new SetServicesV3Request(Guid.NewGuid(), clock.GetUtcNow(), facility.HipId, facility.Name, [served]);
            if (await TellAsync(who, facility.HipId, $"{dialect} services", request, cancellationToken) is { } fault) return fault;
        }

        return null;
    }

    /// <summary>Our facilities that speak it.</summary>
    public IReadOnlyList<Facility> Of(GatewayDialect dialect) => [.. facilities.All.Where(facility => facility.Dialect == dialect)];

    private async Task<GatewayFault?> TellAsync(StaffMember who, string hipId, string what, GatewayRequest request, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(hipId, who.Id, who.Name, AuditAction.BridgeRegistered, 1, what, cancellationToken);
        return await gateway.SendAsync(request, domain.Name, cancellationToken) is GatewayReply.Failed { Fault: var fault } ? fault : null;
    }

    private static string ShortName(string name)
    {
        var plain = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == ' '));
        return (plain.Length > LongestName ? plain[..LongestName] : plain).Trim();
    }

    private static void Demand(StaffMember who)
    {
        if (!who.Satisfies(Policies.Admin)) throw new UnauthorizedAccessException("Only an administrator may register anything at ABDM.");
    }
}

/// <param name="Registered">Absent when ABDM did not say.</param>
/// <param name="Fault">Why it did not.</param>
public sealed record BridgeLook(BridgeRegistration? Registered, GatewayFault? Fault)
{
    /// <summary>Whether ABDM has the facility as one of ours; null when it did not say.</summary>
    public bool? Has(string hipId) => Registered?.Services.Any(service => string.Equals(service.Id, hipId, StringComparison.OrdinalIgnoreCase) && service.IsActive != false && service.Types.Contains("HIP"));
}
