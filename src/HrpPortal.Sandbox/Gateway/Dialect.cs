using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>One way of speaking with the gateway: what a call must carry to be let in, how it is refused, how a callback is written.</summary>
internal abstract class Dialect
{
    public abstract string Prefix { get; }

    public bool IsV3 => this is V3.V3Dialect;

    public abstract string SessionsPath { get; }

    public abstract string CertsPath { get; }

    /// <summary>The id of a call, as sent; null when there is none.</summary>
    public abstract string? RequestId(HttpRequest request, JsonElement? body);

    /// <summary>What every call of the dialect must have in its headers apart from the session; null when it has.</summary>
    public abstract Verdict? CheckHeaders(HttpRequest request);

    /// <summary>The checks before a call is passed on, in the gateway's order and with its answers.</summary>
    public abstract Task<(Verdict? Refusal, Admitted? Call)> AdmitAsync(HttpRequest request, string text, ForwardedCall call);

    /// <summary>Remembers the call's id; a refusal when it is known already.</summary>
    public abstract Verdict? Remember(Admitted call, string path);

    public abstract Callback Say(ForwardedCall call, Admitted admitted, Answer answer, CallbackSignature signature);

    /// <summary>What the gateway itself calls back with when the consent manager does not answer it.</summary>
    public abstract Callback GatewayError(ForwardedCall call, Admitted admitted, ScriptedAnswer script);

    /// <summary>What the consent manager sends of its own accord.</summary>
    public abstract Callback Ask(string path, string hipId, JsonObject body, Guid id);

    /// <summary>An answer to what nobody asked.</summary>
    public abstract Answer UnknownInquiry { get; }

    public abstract ErrorBody Error(int code, string message);

    /// <summary>The code that a scripted status carries in its body when the script names none.</summary>
    public abstract string CodeOf(int status);

    public abstract Verdict BadSessionRequest { get; }

    public abstract Verdict UnknownClient { get; }

    public Verdict Scripted(ScriptedAnswer script) => script.Status is >= 300 and var status
        ? new Verdict(status, Reply.Of(script.Shape, script.StatusCode ?? CodeOf(status), script.Message ?? "Scripted refusal"), [], script)
        : new Verdict(script.Status ?? 202, null, [], script);
}
