using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Facilities;

/// <summary>
/// What an administrator may do to facilities while the portal runs. A changed dialect is that of the next request: one that is
/// open carries its own and ends in it. The change and its line in the trail are one commit. A facility cannot be removed: its
/// requests and its patients' links remain.
/// </summary>
public sealed class FacilityService(
    IDbContextFactory<PortalDb> databases, FacilityDirectory directory, AuditTrail audit, IOptions<GatewayOptions> gateway)
{
    private bool HasV3 => !string.IsNullOrWhiteSpace(gateway.Value.V3BaseUrl);

    public async Task<FacilitySaved> AddAsync(StaffMember who, FacilityForm form, CancellationToken cancellationToken = default)
    {
        Demand(who);
        var errors = form.Check(HasV3);
        if (errors.Any) return new FacilitySaved.Invalid(errors);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Facility>().AnyAsync(facility => facility.HipId == form.HipId, cancellationToken)) return Known(errors);

        db.Add(new Facility { HipId = form.HipId!, Name = form.Name!, Dialect = form.Dialect!.Value });
        audit.Add(db, form.HipId!, who.Id, who.Name, AuditAction.FacilityAdded, 1, form.Dialect.ToString());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
        {
            // Somebody else added it in the same moment.
            return Known(errors);
        }

        await directory.ReadAsync(cancellationToken);
        return new FacilitySaved.Saved();
    }

    public async Task<FacilitySaved> ChangeAsync(StaffMember who, string hipId, FacilityForm form, CancellationToken cancellationToken = default)
    {
        Demand(who);
        form.HipId = hipId;
        var errors = form.Check(HasV3);
        if (errors.Any) return new FacilitySaved.Invalid(errors);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var facility = await db.Set<Facility>().SingleAsync(one => one.HipId == hipId, cancellationToken);
        if (facility.Name != form.Name)
        {
            facility.Name = form.Name!;
            audit.Add(db, hipId, who.Id, who.Name, AuditAction.FacilityRenamed, 1);
        }

        if (facility.Dialect != form.Dialect)
        {
            audit.Add(db, hipId, who.Id, who.Name, AuditAction.FacilityDialectChanged, 1, $"{facility.Dialect} {form.Dialect}");
            facility.Dialect = form.Dialect!.Value;
        }

        await db.SaveChangesAsync(cancellationToken);
        await directory.ReadAsync(cancellationToken);
        return new FacilitySaved.Saved();
    }

    private static FacilitySaved.Invalid Known(FieldErrors errors)
    {
        errors.Add(nameof(FacilityForm.HipId), FacilityTexts.KnownHipId);
        return new FacilitySaved.Invalid(errors);
    }

    private static void Demand(StaffMember who)
    {
        if (!who.Satisfies(Policies.Admin)) throw new UnauthorizedAccessException("Only an administrator may change facilities.");
    }
}
