namespace HrpPortal.Bench;

internal static class HeapBench { public static Task RunAsync(Report report) => Task.CompletedTask; }
