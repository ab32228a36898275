using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>What becomes of a call: the answer to it now, and the callbacks later, one after the other.</summary>
internal sealed record Verdict(int Status, Reply? Body, IReadOnlyList<Callback> Callbacks, ScriptedAnswer Script)
{
    /// <summary>No status, or none that counts, reaches the caller.</summary>
    public bool IsCut => Script.Abort || Script.Wire is not (WireFault.None or WireFault.HalfBody or WireFault.DripBody or WireFault.HugeBody or WireFault.GzipBomb);

    /// <summary>As the v0.5 gateway refuses.</summary>
    public static Verdict Refused(int status, int code, string message) =>
        Refused(status, Reply.Of(BodyShape.Gateway, code.ToString(System.Globalization.CultureInfo.InvariantCulture), message));

    public static Verdict Refused(int status, Reply? body) => new(status, body, [], new ScriptedAnswer());
}

/// <summary>The body of an answer.</summary>
internal sealed record Reply(string Type, string Text)
{
    public static Reply Of(BodyShape shape, string code, string message)
    {
        var (type, text) = shape.Write(code, message);
        return new Reply(type, text);
    }

    /// <summary>A refusal that the consent manager told at once.</summary>
    public static Reply Of(Answer answer) => answer.Errors is { } list
        ? new Reply("application/json", new JsonArray([.. list.Select(one => new JsonObject { ["error"] = one.ToJson() })]).ToJsonString())
        : Of(BodyShape.Gateway, answer.Error!.Code, answer.Error.Message);
}

/// <summary>A call that passed the door.</summary>
/// <param name="HipId">The facility by the header X-HIP-ID, where the dialect has it.</param>
/// <param name="LinkToken">The header X-LINK-TOKEN, where there is one.</param>
internal sealed record Admitted(JsonElement Body, Guid RequestId, string Timestamp, string ClientId, string? HipId = null, string? LinkToken = null);
