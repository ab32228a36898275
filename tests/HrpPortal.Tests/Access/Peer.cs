using System.Diagnostics;

namespace HrpPortal.Tests.Access;

/// <summary>npm oidc-provider as a process of this test's own, on a port that it chose itself.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _node;

    private Peer(Process node, Uri issuer) => (_node, Issuer) = (node, issuer);

    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "peers", "oidc-provider");

    public Uri Issuer { get; }

    public static async Task<Peer> StartAsync(string portal, string clientSecret)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "Run npm ci in tests/peers/oidc-provider first.");
        var start = new ProcessStartInfo("node", "server.mjs") { WorkingDirectory = Folder, RedirectStandardOutput = true };
        start.Environment["PORTAL"] = portal;
        start.Environment["PORT"] = "0";
        start.Environment["CLIENT_SECRET"] = clientSecret;
        start.Environment["NODE_NO_WARNINGS"] = "1";
        var node = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await node.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("issuer ", StringComparison.Ordinal))
                return new Peer(node, new Uri(line["issuer ".Length..]));
        }
        throw new InvalidOperationException("The peer ended before it listened.");
    }

    public void Dispose()
    {
        _node.Kill(entireProcessTree: true);
        _node.WaitForExit();
        _node.Dispose();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HrpPortal.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No HrpPortal.sln above the tests.");
    }
}
