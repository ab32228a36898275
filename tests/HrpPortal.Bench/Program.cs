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
        case "perf":
            {
                await using var bare = await BareServer.StartAsync();
                await using var portal = Portal.Start(bare);
                for (var i = 0; i < 22; i++) Console.WriteLine(await Load.RunAsync(portal.Address, bare.Token(), 64, TimeSpan.FromSeconds(2)));
                return 0;
            }
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
