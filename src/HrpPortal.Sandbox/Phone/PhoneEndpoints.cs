using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Panel;

namespace HrpPortal.Sandbox.Phone;

/// <summary>The patients' phones as pages. Plain forms: they work without a script.</summary>
internal sealed class PhoneEndpoints(PatientPhone phone, SandboxState state, IHostApplicationLifetime lifetime)
{
    /// <summary>A person would look this long before pressing anything else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/phone", http => PanelPage.WriteAsync(http, 200, PhonePage.Choose(phone, state.IsTraining, http.Request.Query["q"].ToString().Trim())));
        app.MapGet("/phone/{address}", http => ShowAsync(http, null));
        app.MapPost("/phone/{address}", DoAsync);
    }

    private async Task DoAsync(HttpContext http)
    {
        if (Account(http) is not { } account)
        {
            await ShowAsync(http, null);
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        var trouble = phone.Do(account, new PhoneOrder
        {
            Action = Text("action") ?? "", TransactionId = Text("transaction"), HipId = Text("hip"), Dialect = Text("dialect"), MedicalRecord = Text("number"),
            References = [.. form["reference"].OfType<string>()], Code = Text("code"), Counter = Text("counter"),
            Form = Enum.TryParse<ShareForm>(form["form"], out var share) ? share : null,
        });
        if (trouble is not null)
        {
            await ShowAsync(http, trouble, StatusCodes.Status400BadRequest);
            return;
        }

        await AnsweredAsync(account, http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Text("action") is "delete" ? "/phone" : $"/phone/{Uri.EscapeDataString(account.Address)}";
    }

    /// <summary>So that who pressed a button mostly sees what came of it, without a script that looks again.</summary>
    private async Task AnsweredAsync(Account account, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        for (var waited = TimeSpan.Zero; waited < Patience && phone.IsWaiting(account); waited += TimeSpan.FromMilliseconds(100))
            await Task.Delay(100, end.Token);
    }

    private Task ShowAsync(HttpContext http, string? trouble, int status = StatusCodes.Status200OK) => Account(http) is { } account
        ? PanelPage.WriteAsync(http, status, PhonePage.Make(phone.View(account), phone.Facilities, state.IsTraining, trouble))
        : PanelPage.WriteAsync(http, StatusCodes.Status404NotFound, PhonePage.Choose(phone, state.IsTraining, ""));

    private Account? Account(HttpContext http) => phone.Find(http.Request.RouteValues["address"]?.ToString());
}
