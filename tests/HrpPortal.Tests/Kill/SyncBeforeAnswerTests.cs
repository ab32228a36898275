using HrpPortal.Tests.Support;
using Xunit.Abstractions;

namespace HrpPortal.Tests.Kill;

/// <summary>Seen from below, by the system calls: no 202 leaves before its callback is on the disk.</summary>
[Trait("Row", "K6")]
public sealed class SyncBeforeAnswerTests(ITestOutputHelper output)
{
    private const int AtOnce = 50;

    [TracedFact]
    public async Task Between_the_request_and_its_202_the_log_is_synced()
    {
        var callbacks = Rounds.Of(ci: 10_000, nightly: 100_000);
        var lane = new KillLane(new LaneOptions { People = 10 });
        await lane.InitializeAsync();
        var traced = Path.Combine(lane.Folder, "strace");
        try
        {
            await lane.StartAsync("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "32", "-e", SyscallTrace.Calls, "-o", traced);
            using var load = new Load(lane, new Ledger(), new Load.Limits());
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                for (var sent = 0; sent < callbacks / AtOnce; sent++) Assert.Equal(202, await load.CallBackAsync());
            }));
            await lane.Portal.StopAsync();

            var trace = SyscallTrace.Read(traced);
            Assert.Equal(callbacks, trace.Answers);
            Assert.Empty(trace.TooEarly);
            Figures.Say(output, $"K6: {trace.Answers} answers 202, each after a sync of the log that began after its request had come");
        }
        finally
        {
            await lane.DisposeAsync();
        }
    }

    [Fact]
    public void An_answer_before_the_sync_is_found()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file,
        [
            "11 recvmsg(200<socket:[7]>, {msg_iov=[{iov_base=\"POST /v0.5\"...}]}, 0) = 700",
            "12 fsync(45</d/portal.db-wal> <unfinished ...>",
            "11 recvmsg(201<socket:[8]>, {msg_iov=[{iov_base=\"POST /v0.5\"...}]}, 0) = 700",
            "12 <... fsync resumed>)            = 0",
            "13 sendmsg(200<socket:[7]>, {msg_iov=[{iov_base=\"HTTP/1.1 202 Accepted\"...}]}, 0) = 100",
            "14 sendmsg(201<socket:[8]>, {msg_iov=[{iov_base=\"HTTP/1.1 202 Accepted\"...}]}, 0) = 100",
            "12 fsync(45</d/portal.db-wal>) = -1 EIO (Input/output error)",
            "11 sendmsg(200<socket:[7]>, {msg_iov=[{iov_base=\"HTTP/1.1 503 Service\"...}]}, 0) = 100",
        ]);
        var trace = SyscallTrace.Read(file);
        File.Delete(file);
        Assert.Equal(2, trace.Answers);
        Assert.StartsWith("sendmsg(201", Assert.Single(trace.TooEarly), StringComparison.Ordinal);
    }
}
