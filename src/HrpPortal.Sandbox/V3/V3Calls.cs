using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V3;

/// <summary>The v3 calls that are answered by a callback (protocol §7).</summary>
internal sealed class V3Calls(V3Dialect dialect, TokenRequests tokens, LinkRequests links)
{
    public IEnumerable<ForwardedCall> All =>
    [
        new(dialect, CallPaths.GenerateToken)
        {
            CallbackPath = "/api/v3/hip/token/on-generate-token", Contract = V3Contract.GenerateToken, Headers = [WireHeaders.Hip],
            AddressOf = Address, AnswerAsync = call => Now(tokens.Generate(call)),
        },
        new(dialect, CallPaths.LinkCareContext)
        {
            CallbackPath = "/api/v3/link/on_carecontext", Contract = V3Contract.LinkCareContext, Headers = [WireHeaders.Hip, WireHeaders.LinkToken],
            AddressOf = Address, AnswerAsync = links.LinkAsync,
        },
        new(dialect, CallPaths.NotifyV3)
        {
            CallbackPath = "/api/v3/links/context/on-notify", Contract = V3Contract.Notify, Headers = [WireHeaders.Hip],
            AddressOf = call => call.Body.GetProperty("notification").GetProperty("patient").Text("id"), AnswerAsync = call => Now(links.Notify(call)),
        },
    ];

    private static Task<Answer?> Now(Answer? answer) => Task.FromResult(answer);

    private static string Address(Admitted call) => call.Body.Text("abhaAddress");
}
