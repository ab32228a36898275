using System.Text.Json;
using HrpPortal.Sandbox.ConsentManager;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>A call that the gateway passes on to the consent manager, and the callback that brings the answer.</summary>
/// <param name="Slot">Where the payload sits in the callback: "auth" or "acknowledgement".</param>
/// <param name="AddressOf">Whose address X-CM-ID must fit, when the body tells.</param>
/// <param name="HipOf">The facility that calls, when the body tells.</param>
/// <param name="AnswerAsync">The consent manager's answer; null when it stays silent.</param>
internal sealed record ForwardedCall(
    string Path,
    string CallbackPath,
    string Slot,
    Rule Contract,
    Func<JsonElement, string?> AddressOf,
    Func<JsonElement, string?> HipOf,
    Func<JsonElement, Task<Answer?>> AnswerAsync)
{
    public static IEnumerable<ForwardedCall> All(UserAuth auth, Linking linking, Registry registry)
    {
        return
        [
            new(CallPaths.FetchModes, "/v0.5/users/auth/on-fetch-modes", "auth", Gateway.Contract.FetchModes,
                QueryId, Requester, body => Task.FromResult<Answer?>(auth.FetchModes(body))),
            new(CallPaths.Init, "/v0.5/users/auth/on-init", "auth", Gateway.Contract.Init,
                QueryId, Requester, body => Task.FromResult<Answer?>(auth.Init(body))),
            new(CallPaths.Confirm, "/v0.5/users/auth/on-confirm", "auth", Gateway.Contract.Confirm,
                body => Transaction(body)?.Address, body => Transaction(body)?.HipId, body => Task.FromResult<Answer?>(auth.Confirm(body))),
            new(CallPaths.AddContexts, "/v0.5/links/link/on-add-contexts", "acknowledgement", Gateway.Contract.AddContexts,
                body => Token(body)?.Address, body => Token(body)?.HipId, linking.AddContextsAsync),
            new(CallPaths.Notify, "/v0.5/links/context/on-notify", "acknowledgement", Gateway.Contract.Notify,
                body => Notification(body, "patient"), body => Notification(body, "hip"), body => Task.FromResult<Answer?>(linking.Notify(body))),
        ];

        AuthTransaction? Transaction(JsonElement body) => registry.FindTransaction(body.Text("transactionId"));
    }

    private static string QueryId(JsonElement body) => body.GetProperty("query").Text("id");

    private static string Requester(JsonElement body) => body.GetProperty("query").GetProperty("requester").Text("id");

    private static TokenClaims? Token(JsonElement body) => LinkingTokens.Read(body.GetProperty("link").Text("accessToken"));

    private static string Notification(JsonElement body, string whose) => body.GetProperty("notification").GetProperty(whose).Text("id");
}
