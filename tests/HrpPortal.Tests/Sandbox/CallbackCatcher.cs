using System.Net;
using System.Text.Json.Nodes;

namespace HrpPortal.Tests.Sandbox;

internal sealed record CaughtCallback(string Path, string HipId, string Bearer, string? CorrelationId, string? ContentType, string Text)
{
    public JsonObject Body { get; } = JsonNode.Parse(Text)!.AsObject();

    public string AnswerTo => (string)Body["resp"]!["requestId"]!;

    public int? ErrorCode => (int?)Body["error"]?["code"];
}

/// <summary>Stands where the portal would be and keeps what the sandbox calls back with.</summary>
internal sealed class CallbackCatcher : HttpMessageHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly List<CaughtCallback> caught = [];
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.Accepted;

    public IReadOnlyList<CaughtCallback> Caught
    {
        get { lock (gate) return [.. caught]; }
    }

    /// <summary>The callbacks that answer a request, once there are that many.</summary>
    public async Task<IReadOnlyList<CaughtCallback>> AnswersAsync(string requestId, int count = 1)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (caught.Where(one => one.AnswerTo == requestId).ToList() is var answers && answers.Count >= count) return answers;
                next = arrival.Task;
            }
            await next.WaitAsync(deadline.Token);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? Header(string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        var one = new CaughtCallback(
            request.RequestUri!.AbsolutePath,
            Header("X-HIP-ID")!,
            request.Headers.Authorization!.Parameter!,
            Header("CORRELATION-ID"),
            request.Content!.Headers.ContentType!.MediaType,
            await request.Content.ReadAsStringAsync(cancellationToken));
        lock (gate)
        {
            caught.Add(one);
            arrival.SetResult();
            arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return new HttpResponseMessage(Answer);
    }
}
