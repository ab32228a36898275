using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V3;

/// <summary>The v3 calls: those that are answered by a callback (protocol §7), and a facility's answers to what it was asked (§6).</summary>
internal sealed class V3Calls(V3Dialect dialect, TokenRequests tokens, LinkRequests links, SmsRequests sms, Inquiries inquiries, GatewayClock clock)
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
        new(dialect, CallPaths.SmsNotifyV3)
        {
            // The real callback says what it answers as v0.5 does (protocol §7.6).
            CallbackPath = "/api/v3/patients/sms/on-notify", Slot = "resp", Contract = V3Contract.SmsNotify,
            HipOf = call => call.Body.GetProperty("notification").GetProperty("hip").Text("id"), AnswerAsync = call => Now(sms.V3(call.Body)),
        },
        Reply(AnswerPaths.OnDiscoverV3, V3AnswerContract.OnDiscover),
        Reply(AnswerPaths.OnLinkInitV3, V3AnswerContract.OnLinkInit) with { AnswerAsync = call => Now(CheckLinkInit(call) ?? inquiries.Take(dialect, AnswerPaths.OnLinkInitV3, call)) },
        Reply(AnswerPaths.OnLinkConfirmV3, V3AnswerContract.OnLinkConfirm),
        Reply(AnswerPaths.OnShareV3, V3AnswerContract.OnShare),
        Reply(AnswerPaths.ConsentOnNotifyV3, V3AnswerContract.ConsentOnNotify),
        Reply(AnswerPaths.DataOnRequestV3, V3AnswerContract.DataOnRequest) with { Success = StatusCodes.Status200OK },
    ];

    private ForwardedCall Reply(string path, Rule contract) =>
        new(dialect, path) { Contract = contract, AnswerAsync = call => Now(inquiries.Take(dialect, path, call)) };

    /// <summary>Seen: both complaints of a link/on-init in one list, with the separator left at the codes (protocol §7.1).</summary>
    private Answer? CheckLinkInit(Admitted call)
    {
        if (!call.Body.TryGetProperty("link", out var link) || link.ValueKind is System.Text.Json.JsonValueKind.Null) return null;
        List<ErrorBody> wrong = [];
        if (link.Text("authenticationType") is not ("DIRECT" or "MEDIATED")) wrong.Add(new ErrorBody("ABDM-9999: ", "Invalid authentication type."));
        if (WireTime.Read(link.GetProperty("meta").Text("communicationExpiry")) is not { } expiry || expiry <= clock.GetUtcNow())
            wrong.Add(new ErrorBody("ABDM-9999: ", "Invalid communication expiry date."));
        return wrong.Count == 0 ? null : Answer.AtOnce(wrong);
    }

    private static Task<Answer?> Now(Answer? answer) => Task.FromResult(answer);

    private static string Address(Admitted call) => call.Body.Text("abhaAddress");
}
