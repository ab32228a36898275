using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using HrpPortal.Sandbox.ConsentManager;

namespace HrpPortal.Sandbox.Phone;

/// <summary>The phone for programs: GET what it shows, POST what the patient does; and the door by which a facility's own SMS come in.</summary>
internal sealed partial class PhoneScript(PatientPhone phone, Phones phones)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/sandbox/phone");
        group.MapGet("/{address}", http => WithAsync(http, account => http.Response.WriteAsJsonAsync(Snapshot(phone.View(account)), Json)));
        group.MapPost("/{address}", http => WithAsync(http, account => DoAsync(http, account)));
        app.MapPost("/sandbox/sms", SendAsync);
    }

    private Task WithAsync(HttpContext http, Func<Account, Task> actAsync)
    {
        if (phone.Find(http.Request.RouteValues["address"]?.ToString()) is { } account) return actAsync(account);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task DoAsync(HttpContext http, Account account)
    {
        var (order, problem) = await ReadAsync<PhoneOrder>(http);
        await EndAsync(http, problem ?? phone.Do(account, order!));
    }

    /// <summary>An SMS gateway of a facility, as far as the sandbox is concerned: the text shows up on the phone of that number.</summary>
    private async Task SendAsync(HttpContext http)
    {
        var (sms, problem) = await ReadAsync<Sms>(http);
        if (problem is null && Phones.Number(sms!.To) is null) problem = "to must be a mobile number";
        if (problem is null && string.IsNullOrWhiteSpace(sms!.Text)) problem = "text is missing";
        if (problem is null) phones.Send(sms!.To, null, sms.From ?? "Facility", sms.Text, CodeIn(sms.Text));
        await EndAsync(http, problem);
    }

    private static async Task<(T? Value, string? Problem)> ReadAsync<T>(HttpContext http)
        where T : class
    {
        try
        {
            return await http.Request.ReadFromJsonAsync<T>(Json, http.RequestAborted) is { } value ? (value, null) : (null, "a body is missing");
        }
        catch (Exception slip) when (slip is JsonException or InvalidOperationException) // no JSON, or not said to be JSON
        {
            return (null, slip.Message);
        }
    }

    private static Task EndAsync(HttpContext http, string? problem)
    {
        http.Response.StatusCode = problem is null ? StatusCodes.Status204NoContent : StatusCodes.Status400BadRequest;
        return problem is null ? Task.CompletedTask : http.Response.WriteAsync(problem);
    }

    /// <summary>The first run of four to eight digits.</summary>
    private static string? CodeIn(string text) =>
        Digits().Match(text) is { Success: true } match ? match.Value : null;

    private static object Snapshot(PhoneView view) => new
    {
        view.Account,
        view.Messages,
        Approvals = view.Approvals.Select(one => new { TransactionId = one.Id, one.HipId, one.Purpose, one.Expiry }),
        view.Searches,
        view.Shares,
        view.Linked,
    };

    [GeneratedRegex(@"(?<!\d)\d{4,8}(?!\d)")]
    private static partial Regex Digits();

    private sealed record Sms(string To, string Text, string? From);
}
