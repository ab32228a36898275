using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HrpPortal.Tests.Kill;

/// <summary>A PostgreSQL of a test's own that syncs as in earnest, and that may be killed.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Select(folder => Path.Combine(folder, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("hrp_pg_").FullName;
    private readonly int _port = FreePort();

    private PostgresCluster()
    {
    }

    public static bool IsThere => Programs is not null;

    public string Server => $"Host=127.0.0.1;Port={_port};Username=postgres;Timeout=3";

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PostgresCluster> StartNewAsync()
    {
        var cluster = new PostgresCluster();
        if (Environment.UserName == "root") await Native.RunAsync("chown", "postgres", cluster._folder);
        var (code, output) = await cluster.AsPostgresAsync("initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Assert.True(code == 0, output);
        await cluster.StartAsync();
        return cluster;
    }

    /// <summary>After a kill the processes of the old one may take a moment to end; until then it does not start.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var (code, output) = await AsPostgresAsync(
                "pg_ctl", "-w", "-t", "30", "-D", Data, "-l", Path.Combine(_folder, "log"), "start", "-o",
                $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories='' -c fsync=on -c synchronous_commit=on");
            if (code == 0) return;
            Assert.True(attempt < 20, $"{output}\n{(File.Exists(Path.Combine(_folder, "log")) ? await File.ReadAllTextAsync(Path.Combine(_folder, "log")) : "")}");
            await Pause.ForAsync(250);
        }
    }

    /// <summary>kill -9 of the postmaster.</summary>
    public async Task KillAsync()
    {
        using var postmaster = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture));
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    /// <summary>Without a checkpoint: the next start recovers.</summary>
    public async Task StopAtOnceAsync()
    {
        var (code, output) = await AsPostgresAsync("pg_ctl", "-D", Data, "-w", "stop", "-m", "immediate");
        Assert.True(code == 0, output);
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync("pg_ctl", "-D", Data, "-w", "stop", "-m", "immediate");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Task<(int ExitCode, string Output)> AsPostgresAsync(string program, params string[] arguments)
    {
        string[] words = [Path.Combine(Programs!, program), .. arguments];
        return Environment.UserName == "root" ? Native.RunAsync("runuser", ["-u", "postgres", "--", .. words]) : Native.RunAsync(words[0], words[1..]);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A test that kills a PostgreSQL; skipped, with the reason, where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresCluster.IsThere ? null : "PostgreSQL is not installed.";
}
