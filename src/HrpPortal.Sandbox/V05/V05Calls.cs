using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V05;

/// <summary>The v0.5 calls: those that are answered by a callback (protocol §4, §5), and a facility's answers to what it was asked (§6).</summary>
internal sealed class V05Calls(V05Dialect dialect, UserAuth auth, Linking linking, SmsRequests sms, Registry registry, Inquiries inquiries)
{
    public IEnumerable<ForwardedCall> All =>
    [
        new(dialect, CallPaths.FetchModes)
        {
            CallbackPath = "/v0.5/users/auth/on-fetch-modes", Slot = "auth", Contract = Contract.FetchModes,
            AddressOf = QueryId, HipOf = Requester, AnswerAsync = call => Now(auth.FetchModes(call.Body)),
        },
        new(dialect, CallPaths.Init)
        {
            CallbackPath = "/v0.5/users/auth/on-init", Slot = "auth", Contract = Contract.Init,
            AddressOf = QueryId, HipOf = Requester, AnswerAsync = call => Now(auth.Init(call.Body)),
        },
        new(dialect, CallPaths.Confirm)
        {
            CallbackPath = "/v0.5/users/auth/on-confirm", Slot = "auth", Contract = Contract.Confirm,
            AddressOf = call => Transaction(call)?.Address, HipOf = call => Transaction(call)?.HipId, AnswerAsync = call => Now(auth.Confirm(call.Body)),
        },
        new(dialect, CallPaths.AddContexts)
        {
            CallbackPath = "/v0.5/links/link/on-add-contexts", Slot = "acknowledgement", Contract = Contract.AddContexts,
            AddressOf = call => Token(call)?.Address, HipOf = call => Token(call)?.HipId, AnswerAsync = call => linking.AddContextsAsync(call.Body),
        },
        new(dialect, CallPaths.Notify)
        {
            CallbackPath = "/v0.5/links/context/on-notify", Slot = "acknowledgement", Contract = Contract.Notify,
            AddressOf = call => Notification(call, "patient"), HipOf = call => Notification(call, "hip"), AnswerAsync = call => Now(linking.Notify(call.Body)),
        },
        new(dialect, CallPaths.SmsNotify)
        {
            CallbackPath = "/v0.5/patients/sms/on-notify", Slot = "status", Contract = Contract.SmsNotify,
            HipOf = call => Notification(call, "hip"), AnswerAsync = call => Now(sms.Old(call.Body)),
        },
        Reply(AnswerPaths.AuthOnNotify, AnswerContract.AuthOnNotify),
        Reply(AnswerPaths.StatusOnNotify, AnswerContract.StatusOnNotify),
        Reply(AnswerPaths.OnDiscover, AnswerContract.OnDiscover),
        Reply(AnswerPaths.OnLinkInit, AnswerContract.OnLinkInit),
        Reply(AnswerPaths.OnLinkConfirm, AnswerContract.OnLinkConfirm),
        Reply(AnswerPaths.OnShare, AnswerContract.OnShare),
        Reply(AnswerPaths.OnShareV1, AnswerContract.OnShareV1),
        Reply(AnswerPaths.ConsentOnNotify, AnswerContract.ConsentOnNotify),
        Reply(AnswerPaths.DataOnRequest, AnswerContract.DataOnRequest),
    ];

    private ForwardedCall Reply(string path, Rule contract) =>
        new(dialect, path) { Contract = contract, AnswerAsync = call => Now(inquiries.Take(dialect, path, call)) };

    private static Task<Answer?> Now(Answer? answer) => Task.FromResult(answer);

    private AuthTransaction? Transaction(Admitted call) => registry.FindTransaction(call.Body.Text("transactionId"));

    private static string QueryId(Admitted call) => call.Body.GetProperty("query").Text("id");

    private static string Requester(Admitted call) => call.Body.GetProperty("query").GetProperty("requester").Text("id");

    private static TokenClaims? Token(Admitted call) => LinkingTokens.Read(call.Body.GetProperty("link").Text("accessToken"));

    private static string Notification(Admitted call, string whose) => call.Body.GetProperty("notification").GetProperty(whose).Text("id");
}
