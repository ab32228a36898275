using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>What the consent manager asks or tells a facility of its own accord, and the facility's answer to it.</summary>
internal sealed class Inquiries(CallbackDesk desk, ScriptQueue script, GatewayClock clock)
{
    private const int Kept = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Asked> open = [];
    private readonly Queue<Guid> order = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Inquiry> All
    {
        get { lock (gate) return [.. order.Select(id => open[id].Inquiry)]; }
    }

    /// <param name="onAnswer">Takes the facility's answer, or says why not; a second answer never reaches it.</param>
    public Guid Ask(Dialect dialect, string path, string answerPath, string hipId, JsonObject body, Func<JsonElement, Answer?>? onAnswer = null, TimeSpan? delay = null)
    {
        var id = Guid.NewGuid();
        lock (gate)
        {
            open[id] = new Asked(new Inquiry(id, path, answerPath, hipId, clock.GetUtcNow()), onAnswer);
            order.Enqueue(id);
            if (order.Count > Kept) open.Remove(order.Dequeue());
        }

        desk.Schedule([dialect.Ask(path, hipId, body, id)], script.Next(path, body.ToJsonString()), delay ?? TimeSpan.Zero);
        return id;
    }

    public Answer? Take(Dialect dialect, string answerPath, Admitted call)
    {
        Asked? asked;
        lock (gate)
        {
            if (!open.TryGetValue(AnswerTo(call.Body), out asked) || asked.Inquiry.AnswerPath != answerPath) return dialect.UnknownInquiry;
            if (asked.Inquiry.AnsweredAt is not null) return null;
            open[asked.Inquiry.Id] = asked with { Inquiry = asked.Inquiry with { AnsweredAt = clock.GetUtcNow() } };
        }

        return asked.OnAnswer?.Invoke(call.Body);
    }

    private static Guid AnswerTo(JsonElement body) =>
        (body.TryGetProperty("resp", out var named) || body.TryGetProperty("response", out named)) && Guid.TryParse(named.TextOrNull("requestId"), out var id) ? id : default;

    private sealed record Asked(Inquiry Inquiry, Func<JsonElement, Answer?>? OnAnswer);
}

/// <summary>One of them.</summary>
/// <param name="AnsweredAt">Null as long as the facility has not answered.</param>
internal sealed record Inquiry(Guid Id, string Path, string AnswerPath, string HipId, DateTimeOffset At, DateTimeOffset? AnsweredAt = null);
