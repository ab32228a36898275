using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Me;

/// <summary>Reads and keeps what people chose for themselves.</summary>
public sealed class UserSettingsStore(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    /// <summary>Null for who never chose anything.</summary>
    public async Task<UserSettings?> FindAsync(string staffId, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<UserSettings>().AsNoTracking().SingleOrDefaultAsync(settings => settings.StaffId == staffId, cancellationToken);
    }

    /// <summary>What is null stays as it was. Of two tabs that save at once the later one counts.</summary>
    public async Task SaveAsync(string staffId, string? culture, Look? look, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var settings = await db.Set<UserSettings>().SingleOrDefaultAsync(one => one.StaffId == staffId, cancellationToken);
        if (settings is null) db.Add(settings = new UserSettings { StaffId = staffId, LookText = Look.First.ToString(), UpdatedAt = clock.Utc() });
        settings.Culture = culture ?? settings.Culture;
        settings.LookText = look?.ToString() ?? settings.LookText;
        settings.UpdatedAt = clock.Utc();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (problem.BrokeUniqueIndex())
        {
            // The other tab was the first to save anything at all: now there is a row to change.
            await SaveAsync(staffId, culture, look, cancellationToken);
        }
    }
}

/// <summary>The look of who is signed in, for pages that must know it; most need not: it stands on the html element.</summary>
public sealed class MyLook(CurrentUser user, UserSettingsStore store)
{
    public async Task<Look> GetAsync(CancellationToken cancellationToken = default) =>
        await user.FindAsync() is { } person && await store.FindAsync(person.Id, cancellationToken) is { } settings ? settings.Look : Look.First;
}
