using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
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
    private readonly SessionEndpoint sessions;
    private readonly Forwarding forwarding;
    private readonly Wire wire;
    private readonly Door door;
    private readonly GatewayClock clock;
    private readonly SandboxOptions options;

    internal SandboxState(
        Journal journal, CallbackDesk desk, Registry registry, ScriptQueue script, GatewayTokens tokens, KeyRing keys,
        SessionEndpoint sessions, Forwarding forwarding, Wire wire, Door door, GatewayClock clock, SandboxOptions options)
    {
        (this.journal, this.desk, this.registry, this.script, this.tokens, this.keys) = (journal, desk, registry, script, tokens, keys);
        (this.sessions, this.forwarding, this.wire, this.door, this.clock, this.options) = (sessions, forwarding, wire, door, clock, options);
    }

    /// <summary>Whether this is a training: faults are off.</summary>
    public bool IsTraining => options.Training;

    /// <summary>Base URL to which callbacks go.</summary>
    public string BridgeUrl
    {
        get => journal.BridgeUrl;
        set => journal.BridgeUrl = value;
    }

    /// <summary>Time between a 202 and its callback, by the sandbox's clock.</summary>
    public TimeSpan CallbackDelay
    {
        get => journal.CallbackDelay;
        set => journal.CallbackDelay = value;
    }

    /// <summary>Calls to the v0.5 gateway paths, refused ones too, oldest first; without sessions.</summary>
    public IReadOnlyList<ReceivedRequest> Received => journal.Received;

    /// <summary>Callbacks that were delivered or failed to be, oldest first.</summary>
    public IReadOnlyList<SentCallback> Callbacks => journal.Callbacks;

    /// <summary>How often a session was asked for.</summary>
    public SessionTally Sessions => sessions.Tally;

    /// <summary>Every care context that the consent manager holds as linked.</summary>
    public IReadOnlyList<LinkedCareContext> Linked => registry.Links;

    /// <summary>How many callbacks wait for <see cref="ReleaseAsync"/>.</summary>
    public int Held => desk.Held;

    /// <summary>How many callbacks are on their way to the portal.</summary>
    public int Leaving => desk.Leaving;

    /// <summary>When the next callback leaves that waits for its time; null when none does.</summary>
    public DateTimeOffset? NextCallbackAt => desk.NextAt;

    /// <summary>How many calls are being answered, those that hang among them.</summary>
    public int Handling => forwarding.Handling;

    /// <summary>How many callers hang at a black hole or a drip.</summary>
    public int Hanging => wire.Open;

    /// <summary>How many scripts are not used up.</summary>
    public int Scripted => script.Count;

    /// <summary>The scripts that are not used up, oldest first, with the calls they still hold for.</summary>
    public IReadOnlyList<ScriptedAnswer> Scripts => script.Waiting;

    /// <summary>Whether the listener is down: connections are refused.</summary>
    public bool IsDown => door.IsShut;

    /// <summary>By how much the clock of the gateway and the consent manager is ahead of the sandbox's.</summary>
    public TimeSpan Skew
    {
        get => clock.Skew;
        set
        {
            TrainingException.ThrowIf(options);
            clock.Skew = value;
        }
    }

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

    /// <summary>Delivers the held callbacks and ends when the portal has answered them: all at once, or the newest first, one by one.</summary>
    public Task ReleaseAsync(bool newestFirst = false) => desk.ReleaseAsync(newestFirst);

    /// <summary>Delivers a callback once more, its body as it was. The real gateway never does; an operator by hand might.</summary>
    public Task RepeatAsync(SentCallback callback) => desk.RepeatAsync(callback);

    /// <summary>Every gateway session opened so far is refused from now on (401/2401).</summary>
    public void EndSessions()
    {
        TrainingException.ThrowIf(options);
        tokens.EndSessions();
    }

    /// <summary>Cuts all connections and refuses new ones until <see cref="OpenAsync"/>, or for so long: over HTTP nobody could end it.</summary>
    public Task ShutAsync(TimeSpan? length = null)
    {
        TrainingException.ThrowIf(options);
        return door.ShutAsync(length);
    }

    /// <summary>Listens again, on the same port.</summary>
    public Task OpenAsync() => door.OpenAsync();

    /// <summary>Publishes a new signing key and signs callbacks with it; the one before it stays published.</summary>
    public void RotateKeys() => keys.RotateGateway();
}
