using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>The gateway at its busiest: one client, many connections, and no more patience for an answer than the real one has.</summary>
internal sealed class Storm : IDisposable
{
    /// <summary>Protocol §2: then the gateway gives up, and never repeats.</summary>
    private static readonly TimeSpan GatewaysPatience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;

    public Storm(PortalHost portal)
    {
        _client = portal.Anonymous();
        _client.Timeout = GatewaysPatience;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", portal.SandboxServices.GetRequiredService<GatewayTokens>().ForCallback());
        _client.DefaultRequestHeaders.Add("X-HIP-ID", PortalHost.HipId);
    }

    /// <summary>Throws when the answer takes longer than the gateway waits.</summary>
    public async Task<HttpStatusCode> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(CallbackPaths.OnAddContexts, content);
        return answer.StatusCode;
    }

    public void Dispose() => _client.Dispose();
}
