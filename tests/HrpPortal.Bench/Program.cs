using System.Globalization;
using HrpPortal.Bench;

// dotnet run -c Release --project tests/HrpPortal.Bench -- all|callbacks|applied|dom|heap|loop|queued|search [PATIENTS]|soak [LINKS CALLBACKS]
if (args is ["gateway"])
{
    await InstantGateway.RunAsync();
    return 0;
}

if (args is ["pages", var address, var path, var cookie])
{
    await HeadlessPages.RunAsync(new Uri(address), path, cookie);
    return 0;
}

var wanted = args switch
{
    [] or ["all"] => ["callbacks", "applied", "queued", "loop", "search", "dom", "heap"],
    ["soak", ..] => ["soak"],
    ["search", ..] => ["search"],
    _ => args,
};
var report = new Report();
foreach (var name in wanted)
{
    switch (name)
    {
        case "callbacks":
            await CallbackBench.RunAsync(report);
            break;
        case "applied":
            await AppliedBench.RunAsync(report);
            break;
        case "loop":
            await LoopBench.RunAsync(report);
            break;
        case "queued":
            await LoopBench.QueuedAsync(report);
            break;
        case "soak" when args is ["soak", var links, var callbacks]:
            await SoakBench.RunAsync(report, int.Parse(links, CultureInfo.InvariantCulture), int.Parse(callbacks, CultureInfo.InvariantCulture));
            break;
        case "soak":
            await SoakBench.RunAsync(report);
            break;
        case "dom":
            await DomBench.RunAsync(report);
            break;
        case "search" when args is ["search", var patients]:
            await SearchBench.RunAsync(report, int.Parse(patients, CultureInfo.InvariantCulture));
            break;
        case "search":
            await SearchBench.RunAsync(report);
            break;
        case "heap":
            await HeapBench.RunAsync(report);
            break;
        default:
            await Console.Error.WriteLineAsync($"There is no benchmark '{name}'. Choose of all, callbacks, applied, dom, heap, loop, queued, search, soak.");
            return 2;
    }
}

report.Print();
return 0;
