using System.Net;
using System.Text.Json.Nodes;

namespace HrpPortal.Tests.Sandbox;

internal sealed record CaughtCallback(string Path, string HipId, string Bearer, string? CorrelationId, string? ContentType, string Text)
{
    public JsonObject Body { get; } = JsonNode.Parse(Text)!.AsObject();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The id of the call that it answers, in either dialect; null when it answers none.</summary>
    public string? AnswerTo => (string?)(Body["resp"] ?? Body["response"])?["requestId"];

    public int? ErrorCode => (int?)Body["error"]?["code"];

    /// <summary>v3: a text.</summary>
    public string? ErrorText => (string?)Body["error"]?["code"];
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
    public Task<IReadOnlyList<CaughtCallback>> AnswersAsync(string requestId, int count = 1) => UntilAsync(one => one.AnswerTo == requestId, count);

    /// <summary>The callbacks of a path, once there are that many.</summary>
    public Task<IReadOnlyList<CaughtCallback>> AtAsync(string path, int count = 1) => UntilAsync(one => one.Path == path, count);

    private async Task<IReadOnlyList<CaughtCallback>> UntilAsync(Func<CaughtCallback, bool> wanted, int count)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (caught.Where(wanted).ToList() is var answers && answers.Count >= count) return answers;
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
            await request.Content.ReadAsStringAsync(cancellationToken))
        {
            Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.Single(), StringComparer.Ordinal),
        };
        lock (gate)
        {
            caught.Add(one);
            arrival.SetResult();
            arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return new HttpResponseMessage(Answer);
    }
}
