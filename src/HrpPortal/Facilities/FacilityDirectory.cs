using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Facilities;

/// <summary>The facilities of this portal, read once at the start: few, and changed by an administrator only.</summary>
public sealed class FacilityDirectory(IDbContextFactory<PortalDb> databases) : ICallbackFacilities
{
    private IReadOnlyList<Facility> _facilities = [];

    /// <summary>The facility that staff work at. With several facilities a person's claim will choose among them.</summary>
    public Facility Current => _facilities.Count > 0
        ? _facilities[0]
        : throw new InvalidOperationException("No facility is set up. Set Facilities:0:HipId, :Name and :Dialect.");

    string ICallbackFacilities.Current => Current.HipId;

    public bool Knows(string hipId) => _facilities.Any(facility => facility.HipId == hipId);

    /// <summary>Facilities named in the settings are kept in the store from the first start on; the store has the last word.</summary>
    public async Task LoadAsync(IConfiguration configuration, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await db.Set<Facility>().ToListAsync(cancellationToken);
        foreach (var section in configuration.GetSection("Facilities").GetChildren())
        {
            var hipId = section["HipId"] ?? "";
            if (known.Any(facility => facility.HipId == hipId)) continue;
            var facility = new Facility { HipId = hipId, Name = section["Name"] ?? hipId, Dialect = section.GetValue("Dialect", GatewayDialect.V05) };
            db.Add(facility);
            known.Add(facility);
        }

        await db.SaveChangesAsync(cancellationToken);
        _facilities = known;
    }
}
