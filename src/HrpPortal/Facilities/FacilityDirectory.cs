using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Facilities;

/// <summary>
/// The facilities of this portal as the store has them: read at the start, after every change that is made here, and every few
/// seconds for the changes that are made at another node. Few, and asked at every callback: they are kept in memory.
/// </summary>
public sealed class FacilityDirectory(IDbContextFactory<PortalDb> databases, LiveUpdates live) : ICallbackFacilities
{
    /// <summary>Live topic: a facility was added, renamed or speaks another dialect.</summary>
    public const string Topic = "facilities";

    private IReadOnlyList<Facility> _facilities = [];
    private string? _current;

    /// <summary>In the order of their HIP ids.</summary>
    public IReadOnlyList<Facility> All => _facilities;

    /// <summary>The portal's own, where who names no facility works: the one that <c>Facilities:Current</c> names, else the first of the settings.</summary>
    public Facility Current => Find(_current) ?? (_facilities.Count > 0
        ? _facilities[0]
        : throw new InvalidOperationException("No facility is set up. Set Facilities:0:HipId, :Name and :Dialect."));

    public Facility? Find(string? hipId) => _facilities.FirstOrDefault(facility => facility.HipId == hipId);

    /// <summary>Where the person works now. Null when all the facilities that the sign-in provider names for them are strange to this portal.</summary>
    public Facility? PlaceOf(StaffMember? person) => person is { Facilities: { Count: > 0 } named } ? named.Select(Find).FirstOrDefault(facility => facility is not null) : Current;

    /// <exception cref="UnauthorizedAccessException">They are all strange to this portal.</exception>
    public Facility Of(StaffMember? person) => PlaceOf(person) ?? throw new UnauthorizedAccessException("None of the person's facilities is served by this portal.");

    string ICallbackFacilities.Of(StaffMember person) => Of(person).HipId;

    public bool Knows(string hipId) => Find(hipId) is not null;

    /// <summary>Facilities named in the settings are kept in the store from the first start on; the store has the last word.</summary>
    public async Task LoadAsync(IConfiguration configuration, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await db.Set<Facility>().ToListAsync(cancellationToken);
        var sections = configuration.GetSection("Facilities").GetChildren().Where(section => section["HipId"] is not null).ToList();
        foreach (var section in sections)
        {
            var hipId = section["HipId"]!;
            if (known.Any(facility => facility.HipId == hipId)) continue;
            var facility = new Facility { HipId = hipId, Name = section["Name"] ?? hipId, Dialect = section.GetValue("Dialect", GatewayDialect.V05) };
            db.Add(facility);
            known.Add(facility);
        }

        await db.SaveChangesAsync(cancellationToken);
        _current = configuration["Facilities:Current"] is { Length: > 0 } chosen ? chosen : sections.FirstOrDefault()?["HipId"];
        await ReadAsync(cancellationToken);
        if (configuration["Facilities:Current"] is { Length: > 0 } && Find(_current) is null)
            throw new InvalidOperationException("Facilities:Current names a HIP id that is no facility of this portal.");
    }

    /// <summary>Looks at the store, and tells open pages when it says something new.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = await db.Set<Facility>().AsNoTracking().OrderBy(facility => facility.HipId).ToListAsync(cancellationToken);
        if (now.Select(Word).SequenceEqual(_facilities.Select(Word))) return;
        _facilities = now;
        live.Publish(new LiveChange(Topic, Guid.Empty, ""));

        static (string, string, GatewayDialect) Word(Facility facility) => (facility.HipId, facility.Name, facility.Dialect);
    }
}
