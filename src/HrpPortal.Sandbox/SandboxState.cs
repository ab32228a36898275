using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Sandbox.Signing;

namespace HrpPortal.Sandbox;

/// <summary>What tests and trainers may see and steer. Take it from <c>app.Services</c>, or use /sandbox/… over HTTP.</summary>
public sealed class SandboxState
{
    private readonly Journal journal;
    private readonly CallbackDesk desk;
    private readonly Registry registry;
    private readonly ScriptQueue script;
    private readonly GatewayTokens tokens;
    private readonly KeyRing keys;

    internal SandboxState(Journal journal, CallbackDesk desk, Registry registry, ScriptQueue script, GatewayTokens tokens, KeyRing keys) =>
        (this.journal, this.desk, this.registry, this.script, this.tokens, this.keys) = (journal, desk, registry, script, tokens, keys);

    /// <summary>Base URL to which callbacks go.</summary>
    public string BridgeUrl
    {
        get => journal.BridgeUrl;
        set => journal.BridgeUrl = value;
    }

    /// <summary>Time between a 202 and its callback.</summary>
    public TimeSpan CallbackDelay
    {
        get => journal.CallbackDelay;
        set => journal.CallbackDelay = value;
    }

    /// <summary>Calls to the v0.5 gateway paths, refused ones too, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Received => journal.Received;

    /// <summary>Callbacks that were delivered or failed to be, oldest first.</summary>
    public IReadOnlyList<SentCallback> Callbacks => journal.Callbacks;

    /// <summary>Every care context that the consent manager holds as linked.</summary>
    public IReadOnlyList<LinkedCareContext> Linked => registry.Links;

    /// <summary>How many callbacks wait for <see cref="ReleaseAsync"/>.</summary>
    public int Held => desk.Held;

    /// <summary>How many scripts are not used up.</summary>
    public int Scripted => script.Count;

    /// <summary>The link of one care context, or null when the consent manager holds none.</summary>
    public LinkedCareContext? Find(string hipId, string address, string reference) => registry.FindLink(hipId, address, reference);

    /// <summary>Adds an account, or replaces the one of that address.</summary>
    public void AddAccount(Account account) => registry.Put(account);

    /// <summary>A care context that was linked by somebody else, or by this facility before its store was lost.</summary>
    public void AddLink(string hipId, string address, string reference) => registry.AddLink(hipId, address, reference);

    /// <summary>Queues an answer for coming calls.</summary>
    public void Script(ScriptedAnswer answer) => script.Add(answer);

    /// <summary>Forgets all scripts.</summary>
    public void ClearScript() => script.Clear();

    /// <summary>Delivers the held callbacks, all at once; ends when the portal has answered them.</summary>
    public Task ReleaseAsync() => desk.ReleaseAsync();

    /// <summary>Delivers a callback once more, its body as it was. The real gateway never does; an operator by hand might.</summary>
    public Task RepeatAsync(SentCallback callback) => desk.RepeatAsync(callback);

    /// <summary>Every gateway session opened so far is refused from now on (401/2401).</summary>
    public void EndSessions() => tokens.EndSessions();

    /// <summary>Publishes a new signing key and signs callbacks with it; the one before it stays published.</summary>
    public void RotateKeys() => keys.RotateGateway();
}
