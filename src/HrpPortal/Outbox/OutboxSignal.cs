using HrpPortal.Data;

namespace HrpPortal.Outbox;

/// <summary>Something may be due at once.</summary>
public sealed class OutboxSignal : WakeSignal;
