using HrpPortal.Callbacks;
using HrpPortal.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Kill;

/// <summary>Callbacks that wait in spill files, read with the keys of their store.</summary>
internal static class Spilled
{
    public static async Task<HashSet<Guid>> ReadAsync(string folder, Func<PortalDb> open)
    {
        var found = new HashSet<Guid>();
        var spill = Path.Combine(folder, "spill");
        if (!Directory.Exists(spill)) return found;
        await using var services = Services(open);
        var seal = new SpillSeal(services.GetRequiredService<IDataProtectionProvider>());
        foreach (var path in Directory.GetFiles(spill))
        {
            using var file = SpillFile.Open(path);
            while (file.Read() is { } record)
                if (seal.TryOpen(record, out var callback)) found.Add(callback.RespRequestId);
        }

        return found;
    }

    private static ServiceProvider Services(Func<PortalDb> open)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("hrp-portal");
        services.AddSingleton<IDbContextFactory<PortalDb>>(new Databases(open)).AddSingleton<KeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, keys) => options.XmlRepository = keys);
        return services.BuildServiceProvider();
    }

    private sealed class Databases(Func<PortalDb> open) : IDbContextFactory<PortalDb>
    {
        public PortalDb CreateDbContext() => open();
    }
}
