using HrpPortal.Bench;

// dotnet run -c Release --project tests/HrpPortal.Bench -- all|callbacks|dom|heap
var wanted = args is [] or ["all"] ? ["callbacks", "dom", "heap"] : args;
var report = new Report();
foreach (var name in wanted)
{
    switch (name)
    {
        case "callbacks":
            await CallbackBench.RunAsync(report);
            break;
        case "dom":
            await DomBench.RunAsync(report);
            break;
        case "heap":
            await HeapBench.RunAsync(report);
            break;
        default:
            await Console.Error.WriteLineAsync($"There is no benchmark '{name}'. Choose of all, callbacks, dom, heap.");
            return 2;
    }
}

report.Print();
return 0;
