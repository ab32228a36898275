using System.Net;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class RestartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-state-").FullName;

    [Fact]
    public async Task Links_tokens_and_transactions_survive_a_restart()
    {
        string used, unused, transaction;
        await using (var before = await StartAsync(Keeping))
        {
            used = await before.LinkingTokenAsync();
            unused = await before.LinkingTokenAsync();
            transaction = await before.TransactionAsync();
            await before.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(used, "CC-1"));
        }

        await using var after = await StartAsync(Keeping);
        Assert.Equal(1, after.State.Find(Hip, Asha.Address, "CC-1")!.SuccessEffects);
        Assert.Equal(1500, (await after.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(used, "CC-2"))).ErrorCode);
        Assert.Equal(1439, (await after.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(unused, "CC-1"))).ErrorCode);
        Assert.Null((await after.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(unused, "CC-2"))).ErrorCode);
        Assert.Null((await after.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, Asha))).ErrorCode);
    }

    [Fact]
    public async Task Sessions_do_not()
    {
        string? session;
        await using (var before = await StartAsync(Keeping)) session = before.Session;

        await using var after = await StartAsync(Keeping);
        after.Session = session;

        Assert.Equal(HttpStatusCode.Unauthorized, (await after.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).StatusCode);
    }

    [Fact]
    public async Task Files_with_keys_are_their_owners_only()
    {
        await using var sandbox = await StartAsync(Keeping);

        var file = Path.Combine(folder, "state.json.keys");
        Assert.True(File.Exists(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Keeping(HrpPortal.Sandbox.SandboxOptions options) => (options.StateFile, options.KeyFile) = (Path.Combine(folder, "state.json"), null);
}
