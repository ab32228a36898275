using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Linking;

namespace HrpPortal.Demo;

/// <summary>
/// A clerk and a power cut by standard input, for the kill -9 tests: <c>submit {patient} {record} {draft}</c> does what the
/// wizard's last button does, <c>arm {point} {passes}</c> says where this process is to die. Ends with its input.
/// </summary>
internal sealed class Drill(LinkService links, CrashPoints crash, Facilities.FacilityDirectory facilities, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Replies are marked, so that they are found among the lines of the log.</summary>
    public const string Mark = "drill: ";

    private static readonly LinkActor Clerk = new("drill", "Drill");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await SayAsync("ready");
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(stoppingToken) is { } line) await SayAsync(await DoAsync(line.Split(' '), stoppingToken));
        lifetime.StopApplication();
    }

    private async Task<string> DoAsync(string[] words, CancellationToken cancellationToken)
    {
        switch (words)
        {
            case ["arm", var point, var passes]:
                crash.Arm(Enum.Parse<CrashPoint>(point), int.Parse(passes, System.Globalization.CultureInfo.InvariantCulture));
                return "armed";
            case ["submit", var patient, var record, var draft]:
                var command = new LinkCommand(
                    facilities.Current.HipId, Guid.Parse(patient), Guid.Parse(draft), [new LinkCommandRecord(Guid.Parse(record), new CareContextChoice.New())]);
                return await links.SubmitAsync(command, Clerk, cancellationToken) switch
                {
                    LinkSubmitted.Sent { RequestIds: [var id] } => $"sent {id}",
                    LinkSubmitted.AlreadySent { RequestIds: [var id] } => $"already {id}",
                    var other => $"refused {other.GetType().Name}",
                };
            default:
                return "unknown command";
        }
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(Mark + line);
}
