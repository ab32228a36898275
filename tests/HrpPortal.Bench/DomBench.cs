namespace HrpPortal.Bench;

internal static class DomBench { public static Task RunAsync(Report report) => Task.CompletedTask; }
