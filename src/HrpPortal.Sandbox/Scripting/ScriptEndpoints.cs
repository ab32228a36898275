using System.Text.Json;
using System.Text.Json.Serialization;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Scripting;

/// <summary>The same steering as <see cref="SandboxState"/>, over HTTP, for trainers and for sandboxes that run as a process of their own.</summary>
internal sealed class ScriptEndpoints(SandboxState state)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a slip in a script must not pass as "no fault"
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public void Map(IEndpointRouteBuilder app)
    {
        var sandbox = app.MapGroup("/sandbox");
        sandbox.MapGet("/state", http => http.Response.WriteAsJsonAsync(Snapshot(), Json));
        sandbox.MapPost("/script", http => ReadAsync<ScriptedAnswer>(http, Check, script => Now(() => state.Script(script))));
        sandbox.MapDelete("/script", http => Do(http, state.ClearScript));
        sandbox.MapGet("/faults", http => http.Response.WriteAsJsonAsync(FaultKinds.All.Select(kind => new { kind.Name, kind.Group, kind.Says }), Json));
        sandbox.MapPost("/faults", http => ReadAsync<FaultOrder>(http, FaultKinds.Check, order => FaultKinds.Find(order.Kind)!.SetAsync(state, order)));
        sandbox.MapPost("/release", async http =>
        {
            await state.ReleaseAsync(http.Request.Query["order"] == "newest-first");
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        sandbox.MapPost("/delay", http => ReadAsync<Delay>(http, Check, delay => Now(() => state.CallbackDelay = TimeSpan.FromMilliseconds(delay.Milliseconds))));
        sandbox.MapPost("/accounts", http => ReadAsync<Account>(http, Check, account => Now(() => state.AddAccount(account))));
        sandbox.MapPost("/end-sessions", http => Do(http, state.EndSessions));
        sandbox.MapPost("/rotate-keys", http => Do(http, state.RotateKeys));
    }

    /// <summary>Loopback is not enough: a page in this machine's browser could call, under a name of its own that resolves to it.</summary>
    public static Task LocalOnlyAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var ours = (!request.Path.StartsWithSegments("/sandbox") && !request.Path.StartsWithSegments("/phone") && request.Path != "/")
            || request.Host.Host is "127.0.0.1" or "localhost" && (!request.Headers.TryGetValue("Origin", out var origin) || origin == $"http://{request.Host}");
        if (ours) return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string? Check(ScriptedAnswer answer) => answer switch
    {
        { Path: { } path } when !CallPaths.Scriptable.Contains(path) => "path must be one of " + string.Join(", ", CallPaths.Scriptable),
        { Times: < 1 } or { Copies: < 1 or > 100 } or { DelayMs: < 0 } or { AnswerDelayMs: < 0 } or { EveryMs: < 0 } or { Bytes: < 0 } => "times and copies count from 1 (100 copies at most), delays from 0",
        { Status: < 200 or > 599 } => "status must be an HTTP status",
        _ => null,
    };

    private static string? Check(Delay delay) => delay.Milliseconds is < 0 or > 3_600_000 ? "milliseconds must be 0 to 3600000" : null;

    private static string? Check(Account account) =>
        !account.Address.Contains('@', StringComparison.Ordinal) || account.Gender is not ("M" or "F" or "O" or "U") || !DateOnly.TryParseExact(account.DateOfBirth, "yyyy-MM-dd", out _)
            ? "address must be name@sbx, gender M, F, O or U, dateOfBirth YYYY-MM-DD"
            : null;

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task Do(HttpContext http, Action act)
    {
        try
        {
            act();
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (TrainingException training)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(training.Message);
        }
    }

    private static async Task ReadAsync<T>(HttpContext http, Func<T, string?> check, Func<T, Task> actAsync)
        where T : class
    {
        string? problem;
        try
        {
            var value = await http.Request.ReadFromJsonAsync<T>(Json, http.RequestAborted);
            problem = value is null ? "a body is missing" : check(value);
            if (problem is null) await actAsync(value!);
        }
        catch (TrainingException training)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(training.Message);
            return;
        }
        catch (Exception slip) when (slip is JsonException or InvalidOperationException) // no JSON, or not said to be JSON
        {
            problem = slip.Message;
        }
        http.Response.StatusCode = problem is null ? 204 : 400;
        if (problem is not null) await http.Response.WriteAsync(problem);
    }

    private object Snapshot() => new
    {
        state.BridgeUrl,
        CallbackDelayMs = state.CallbackDelay.TotalMilliseconds,
        state.IsTraining,
        state.IsDown,
        SkewSeconds = state.Skew.TotalSeconds,
        SessionCalls = state.Sessions.At.Count,
        state.Hanging,
        state.Scripted,
        state.Held,
        state.Linked,
        // Without bodies: they carry linking tokens.
        Received = state.Received.Select(one => new { one.RequestId, one.Path, one.At, one.Status }),
        Callbacks = state.Callbacks.Select(one => new { one.Path, one.HipId, one.At, one.Status }),
    };

    private sealed record Delay(int Milliseconds);
}
