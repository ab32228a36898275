using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Panel;

/// <summary>The panel at the root, and what its buttons do. Plain forms: it works without a script.</summary>
internal sealed class PanelEndpoints(SandboxState state, GatewayClock clock)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", http => ShowAsync(http, null));
        var panel = app.MapGroup("/sandbox/panel");
        panel.MapGet("/panel.css", PanelPage.WriteCssAsync);
        panel.MapPost("/fault", SetFaultAsync);
        panel.MapPost("/clear", http => DoAsync(http, "cleared", () =>
        {
            state.ClearScript();
            state.Skew = TimeSpan.Zero;
            return Task.CompletedTask;
        }));
        panel.MapPost("/release", async http =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            await DoAsync(http, "released", () => state.ReleaseAsync(form["order"] == "newest-first"));
        });
    }

    private async Task SetFaultAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        var slips = new List<string>();
        int? Number(string name)
        {
            if (Text(name) is not { } text) return null;
            if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
            slips.Add($"{name} must be a whole number");
            return null;
        }

        var order = new FaultOrder
        {
            Kind = Text("kind") ?? "", Path = Text("path"), Times = Number("times") ?? 1, Taken = form["taken"] == "on",
            Ms = Number("ms"), Seconds = Number("seconds"), Value = Text("value"), Shape = Enum.TryParse<BodyShape>(form["shape"], out var shape) ? shape : default,
        };
        if (FaultKinds.Check(order) is { } problem) slips.Add(problem);
        if (slips.Count > 0) await ShowAsync(http, string.Join("; ", slips), StatusCodes.Status400BadRequest);
        else await DoAsync(http, "set", () => FaultKinds.Find(order.Kind)!.SetAsync(state, order));
    }

    private async Task DoAsync(HttpContext http, string done, Func<Task> actAsync)
    {
        try
        {
            await actAsync();
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = "/?done=" + done;
        }
        catch (TrainingException training)
        {
            await ShowAsync(http, training.Message, StatusCodes.Status403Forbidden);
        }
    }

    private Task ShowAsync(HttpContext http, string? trouble, int status = StatusCodes.Status200OK) =>
        PanelPage.WriteAsync(http, status, PanelPage.Make(state, clock.GetUtcNow(), http.Request.Query["done"].ToString(), trouble));
}
