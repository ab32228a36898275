using HrpPortal.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Bench;

/// <summary>The whole portal on a port of its own, with an SQLite file on the disk (synchronous=FULL, as always).</summary>
internal sealed class Portal : IAsyncDisposable
{
    public const string HipId = "IN0710000001";

    private readonly string _folder;
    private readonly Factory _factory;

    private Portal(string folder, Factory factory) => (_folder, _factory) = (folder, factory);

    public string Folder => _folder;

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory.Services;

    public static Portal Start(Uri gateway)
    {
        // Below the program and not in the temporary folder, which on some machines is memory.
        var folder = Path.Combine(Environment.GetEnvironmentVariable("HRP_BENCH_STORE") ?? AppContext.BaseDirectory, "stores", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var factory = new Factory(folder, gateway);
        factory.UseKestrel(0);
        factory.StartServer();
        return new Portal(folder, factory);
    }

    public Task<PortalDb> OpenDbAsync() => Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Factory(string folder, Uri gateway) : WebApplicationFactory<PortalDb>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSolutionRelativeContentRoot("", "HrpPortal.sln");
            // A developer's own machine: plain http on loopback, and cookies that work there.
            builder.UseEnvironment("Development");
            foreach (var (key, value) in Settings()) builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }

        private Dictionary<string, string> Settings() => new()
        {
            ["ConnectionStrings:Portal"] = $"Data Source={Path.Combine(folder, "portal.db")}",
            ["Sandbox:Enabled"] = "false",
            ["Demo:Seed"] = "false",
            ["Gateway:BaseUrl"] = new Uri(gateway, "gateway").ToString(),
            ["Gateway:JwksUrl"] = new Uri(gateway, "certs").ToString(),
            ["Gateway:ClientId"] = "BENCH",
            ["Gateway:ClientSecret"] = "bench-only",
            ["Facilities:0:HipId"] = HipId,
            ["Facilities:0:Name"] = "Bench Hospital",
            ["Oidc:Authority"] = new Uri(gateway, "oidc").ToString(),
            ["Oidc:ClientId"] = "bench",
            ["Oidc:ClientSecret"] = "bench-only",
            ["Oidc:RequireHttpsMetadata"] = "false",
        };
    }
}
