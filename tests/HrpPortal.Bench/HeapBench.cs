namespace HrpPortal.Bench;

/// <summary>
/// What one more open page costs the server: managed heap after a full collection, and resident memory, with a few and with many
/// circuits open, divided by the difference. The pages are real circuits without a screen, in another process.
/// </summary>
internal static class HeapBench
{
    private const int Few = 20;
    private const int Many = 500;
    private const int Rows = 30;

    public static async Task RunAsync(Report report)
    {
        await OfPageAsync(report, "/links", "clerk", "must 200 KB, aim 120 KB (F9)");
        await OfPageAsync(report, "/links", "records", "must 200 KB, aim 120 KB (F9)");
        await OfPageAsync(report, "/not-found", "clerk", "the bare shell");
        await OfPageAsync(report, "/desk", "clerk", "must 200 KB, aim 120 KB (F9)");
    }

    private static async Task OfPageAsync(Report report, string path, string role, string aim)
    {
        await using var gateway = await BareServer.StartAsync();
        await using var portal = Portal.Start(gateway.Address);
        await LinkedPatients.WaitingAsync(portal, Rows, role == "clerk" ? "test-person" : "bench");
        Console.WriteLine($"Heap of open pages {path} ({role}), from {Few} to {Many} circuits:");
        await using var pages = HeadlessPages.Start(portal, path, role);
        await pages.OpenAsync(Few);
        var (few, fewResident) = Memory();
        await pages.OpenAsync(Many - Few);
        var (many, manyResident) = Memory();
        var sent = await pages.CountAsync();
        var each = (many - few) / (double)(Many - Few) / 1024;
        var resident = (manyResident - fewResident) / (double)(Many - Few) / 1024;
        Report.Say($"{Few} circuits: heap {few / 1024:N0} KB, resident {fewResident / 1024:N0} KB; {Many} circuits: heap {many / 1024:N0} KB, resident {manyResident / 1024:N0} KB; {sent.Bytes / Many / 1024:N0} KB sent to each");
        report.Add($"managed heap per open circuit of {path} ({role})", $"{Report.Number(each)} KB", aim);
        report.Add($"resident memory per open circuit of {path} ({role})", $"{Report.Number(resident)} KB", "");
    }

    /// <summary>What prerendering and first renders left behind is not the circuit's.</summary>
    private static (long Heap, long Resident) Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
