namespace HrpPortal.Demo;

/// <summary>The first lines a newcomer reads: where to go and who to be.</summary>
internal sealed class Welcome(IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Console.Out.WriteLineAsync(
            $"""

              HRP Portal is ready:  {configuration["Urls"]}
              Sign in as            clerk / clerk, records / records or admin / admin
              Sandbox (ABDM)        http://127.0.0.1:{configuration["Sandbox:Port"]}
              Stop with             Ctrl+C

            """);
    }
}
