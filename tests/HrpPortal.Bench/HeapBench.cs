namespace HrpPortal.Bench;

/// <summary>
/// What one more open live list costs the server: managed heap after a full collection, with a few and with many circuits
/// open on a full page of rows, divided by the difference.
/// </summary>
internal static class HeapBench
{
    private const int Few = 5;
    private const int Many = 35;

    public static async Task RunAsync(Report report)
    {
        await using var gateway = await BareServer.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        await using var screen = await Screen.OpenAsync(portal);
        await LinkedPatients.WaitingAsync(portal, 50);
        Console.WriteLine($"Heap of open live lists (50 rows each), from {Few} to {Many} circuits:");
        var few = await OpenAsync(screen, Few);
        var many = await OpenAsync(screen, Many - Few);
        var each = (many - few) / (double)(Many - Few) / 1024;
        Report.Say($"{Few} circuits {few / 1024:N0} KB, {Many} circuits {many / 1024:N0} KB");
        report.Add("managed heap per open circuit of the live list", $"{Report.Number(each)} KB", "must 200 KB, aim 120 KB (F9)");
    }

    private static async Task<long> OpenAsync(Screen screen, int pages)
    {
        for (var i = 0; i < pages; i++) await screen.LiveListAsync();

        // What the prerendering and the first renders left behind is not the circuit's.
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
