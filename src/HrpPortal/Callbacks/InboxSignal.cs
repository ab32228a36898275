using HrpPortal.Data;

namespace HrpPortal.Callbacks;

/// <summary>A callback was written down and waits to be applied.</summary>
public sealed class InboxSignal : WakeSignal;
