namespace HrpPortal.Gateway;

/// <summary>Whether a callback is the gateway's.</summary>
public abstract record CallbackVerdict
{
    private CallbackVerdict() { }

    /// <param name="Kid">The key that signed, as our key set names it; absent when the only key of the set has no name.</param>
    /// <param name="Role"><c>gateway</c>, or absent when the token has no realm_access claim.</param>
    public sealed record Accepted(string? Kid, string? Role) : CallbackVerdict;

    /// <param name="Reason">For the log alone: a fixed text, nothing of the token. The caller answers every refusal alike.</param>
    public sealed record Refused(string Reason) : CallbackVerdict;
}
