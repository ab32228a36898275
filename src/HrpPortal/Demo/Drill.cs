using System.Globalization;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Linking;

namespace HrpPortal.Demo;

/// <summary>
/// A clerk, a clock and a power cut by standard input, for the kill -9 tests. Each line is a number and a command, each reply
/// the same number and an answer, and many may be under way: <c>submit {patient} {record} {draft}</c> does what the wizard's
/// last button does, <c>ahead {seconds}</c> sets how far the clock is ahead of the machine's, <c>arm {point} {passes}</c> says
/// where this process is to die. Ends with its input.
/// </summary>
internal sealed class Drill(
    LinkService links, CrashPoints crash, DrillClock clock, Facilities.FacilityDirectory facilities, IHostApplicationLifetime lifetime) : BackgroundService
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

        // A read of the console is not called off; a portal that stops does not wait for its clerk.
        while (await input.ReadLineAsync(stoppingToken).AsTask().WaitAsync(stoppingToken) is { } line) _ = Task.Run(() => AnswerAsync(line.Split(' '), stoppingToken), stoppingToken);
        lifetime.StopApplication();
    }

    private async Task AnswerAsync(string[] words, CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync($"{words[0]} {await DoAsync(words[1..], cancellationToken)}");
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // What the page's error bar would tell the clerk: it was not sent.
            await SayAsync($"{words[0]} failed {problem.GetType().Name}");
        }
    }

    private async Task<string> DoAsync(string[] words, CancellationToken cancellationToken)
    {
        switch (words)
        {
            case ["arm", var point, var passes]:
                crash.Arm(Enum.Parse<CrashPoint>(point), int.Parse(passes, CultureInfo.InvariantCulture));
                return "armed";
            case ["ahead", var seconds]:
                clock.Ahead = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
                return "ahead";
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
