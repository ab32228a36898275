namespace HrpPortal.Access;

/// <summary>Why a sign-in did not happen, in as many classes as a person at the desk can act on.</summary>
public enum SignInReason
{
    /// <summary>Not started in this browser, used already, or too long ago.</summary>
    Stale,

    /// <summary>The person, or the provider on their behalf, said no.</summary>
    Declined,

    /// <summary>The provider does not answer.</summary>
    Unreachable,

    /// <summary>The provider answered, and its answer did not pass our checks.</summary>
    Untrusted,
}

/// <summary>A sign-in that must not go on.</summary>
/// <param name="code">One of our own short constants, safe to log: never text that came from outside.</param>
public sealed class SignInException(SignInReason reason, string code, Exception? inner = null)
    : Exception($"{reason}: {code}", inner)
{
    public SignInReason Reason => reason;

    public string Code => code;
}
