using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Kill;

/// <summary>
/// Clerks and a gateway that do not stop: 200 links and 500 callbacks a second are offered as long as not too many are in the
/// portal's hands, and what it said yes to goes into the ledger.
/// </summary>
internal sealed class Load(KillLane lane, Ledger ledger, Load.Limits limits) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = limits.Callbacks });
    private int _links;
    private int _callbacks;

    /// <summary>At most so many of each under way, and so many links not yet at the consent manager.</summary>
    internal sealed record Limits(int Links = 32, int Callbacks = 64, int Undecided = 100);

    /// <summary>Answers other than yes, for a failure's message.</summary>
    public string LastRefusal { get; private set; } = "none";

    /// <summary>Until the token says so; then waits for what is under way, which the dead do not answer.</summary>
    public async Task OfferAsync(PortalProcess portal, CancellationToken until)
    {
        var running = new List<Task>();
        using var beat = new PeriodicTimer(Beat);
        try
        {
            for (var number = 0; await beat.WaitForNextTickAsync(until); number++)
            {
                if (number % 10 == 0) running.RemoveAll(one => one.IsCompleted);
                var mayLink = ledger.Links - lane.Sandbox.Linked.Count < limits.Undecided;
                for (var i = 0; i < 2 && mayLink && _links < limits.Links && lane.PeopleLeft > 0; i++) running.Add(LinkAsync(portal));
                for (var i = 0; i < 5 && _callbacks < limits.Callbacks; i++) running.Add(CallBackAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }

        await Task.WhenAll(running);
    }

    /// <summary>One callback for a question that nobody asked: it must be kept like any other.</summary>
    public async Task<int?> CallBackAsync()
    {
        ledger.OfferedCallbacks++;
        Interlocked.Increment(ref _callbacks);
        try
        {
            var answers = Guid.NewGuid();
            var status = await PostAsync(answers);
            if (status == 202) ledger.Callback(answers);
            else LastRefusal = $"callback {status}";
            return status;
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException or OperationCanceledException)
        {
            LastRefusal = problem.Message;
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _callbacks);
        }
    }

    public async Task<string?> LinkAsync(PortalProcess portal)
    {
        ledger.OfferedLinks++;
        Interlocked.Increment(ref _links);
        try
        {
            var (patient, record) = lane.Next();
            var heard = await portal.SayAsync($"submit {patient.Id} {record.Id} {Guid.CreateVersion7()}");
            if (heard?.Split(' ') is ["sent", var id]) ledger.Link(Guid.Parse(id));
            else LastRefusal = heard ?? "died";
            return heard;
        }
        finally
        {
            Interlocked.Decrement(ref _links);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> PostAsync(Guid answers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, lane.Sandbox.BridgeUrl + CallbackPaths.OnAddContexts);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", lane.SandboxServices.GetRequiredService<GatewayTokens>().ForCallback());
        request.Headers.Add("X-HIP-ID", KillLane.HipId);
        request.Content = new StringContent(
            $$"""{"requestId":"{{Guid.NewGuid()}}","acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{"requestId":"{{answers}}"} }""", Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
