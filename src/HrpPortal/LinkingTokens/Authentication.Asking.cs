namespace HrpPortal.LinkingTokens;

/// <summary>
/// Asking the patient: fetch-modes, a person picks, init; then a code that the person types (confirm), or the patient's own
/// decision in the app. Nothing is repeated by itself: each question reaches the patient's phone.
/// </summary>
public sealed partial class Authentication
{
    /// <summary>So many wrong codes does ABDM take for one code that it sent.</summary>
    public const int MostCodes = 3;

    /// <summary>Somebody stands at the desk: after a minute they hear that ABDM said nothing. What comes later still counts.</summary>
    public static readonly TimeSpan AtTheDesk = TimeSpan.FromSeconds(60);

    /// <summary>A code takes a while to arrive; asking for the next too soon makes two of them.</summary>
    public static readonly TimeSpan BetweenCodes = TimeSpan.FromSeconds(60);

    /// <summary>For who opened the choice and went away, and where ABDM names no end.</summary>
    public static readonly TimeSpan PersonsPatience = TimeSpan.FromMinutes(30);

    public AuthenticationMethod Method { get; init; }
    public AuthenticationPurpose Purpose { get; init; }

    /// <summary>What the person picked; as begun until then.</summary>
    public AuthenticationMethod? Chosen { get; private set; }

    /// <summary>As ABDM listed them, with commas; null when it never said.</summary>
    public string? Modes { get; private set; }
    public DateTime? CodeSentAt { get; private set; }
    public int WrongCodes { get; private set; }

    // A token that waits until somebody looked whose profile came with it; gone with the decision.
    public string? ProtectedToken { get; private set; }
    public DateTime? TokenExpiresAt { get; private set; }
    public string? ProtectedProfile { get; private set; }

    /// <summary>Who took a differing profile for this patient's all the same, and why.</summary>
    public string? LookedBy { get; private set; }
    public string? LookReason { get; private set; }

    public bool IsByPerson => Method != AuthenticationMethod.Demographics;

    public bool IsByCode => Chosen is AuthenticationMethod.MobileOtp or AuthenticationMethod.AadhaarOtp;

    public int TriesLeft => Math.Max(0, MostCodes - WrongCodes);

    public bool WaitsForSomebody =>
        State is AuthenticationState.NeedsChoice or AuthenticationState.NeedsCode or AuthenticationState.NeedsPatient or AuthenticationState.NeedsLook;

    /// <summary>on-fetch-modes.</summary>
    public bool ModesCame(Guid requestId, IEnumerable<string> modes, DateTime now)
    {
        if (!IsOpen || !IsUnanswered(requestId) || Current!.Step != AuthenticationStep.FetchModes) return false;
        Current.AnsweredAt = now;
        Modes = string.Join(',', modes.Where(mode => mode.Length <= 32 && mode.All(letter => char.IsAsciiLetter(letter) || letter == '_')).Take(6));
        (ErrorCode, ErrorMessage) = (null, null);
        Become(AuthenticationState.NeedsChoice, now + PersonsPatience);
        return true;
    }

    /// <summary>A person picks a way, or asks for the next code: init goes out, and something reaches the patient's phone.</summary>
    public bool Choose(AuthenticationMethod method, DateTime now)
    {
        if (!MayChoose(method, now) || method is AuthenticationMethod.Demographics or AuthenticationMethod.Unchosen) return false;
        (Chosen, Step, TransactionId, TransactionExpiresAt, WrongCodes) = (method, AuthenticationStep.Init, null, null, 0);
        (ErrorCode, ErrorMessage) = (null, null);
        Become(AuthenticationState.Ready, now);
        return true;
    }

    /// <summary>When the next code may be asked for; null when none was sent yet.</summary>
    public DateTime? NextCodeAt => CodeSentAt + BetweenCodes;

    /// <summary>
    /// A person typed the code that the patient read out, and its call begins. The code itself is not in here and nowhere else
    /// that lasts: who holds it sends it at once, and a crash means that it is typed again.
    /// </summary>
    public bool BeginCode(Guid requestId, DateTime now)
    {
        if (State != AuthenticationState.NeedsCode || !TakesCode) return false;
        (Step, ErrorCode, ErrorMessage) = (AuthenticationStep.Confirm, null, null);
        Become(AuthenticationState.Ready, null);
        BeginExchange(requestId, now);
        Become(AuthenticationState.Sending, now + AtTheDesk);
        return true;
    }

    /// <summary>False: only a new code helps.</summary>
    public bool TakesCode => TriesLeft > 0 && ErrorCode != "1406";

    /// <summary>ABDM did not take the code: the patient may look again, or a new one is sent (1405, 1441; 1406 when it was too old).</summary>
    public bool CodeNotTaken(Guid requestId, string? code, string? message, DateTime now)
    {
        if (!IsOpen || !IsByCode || !IsUnanswered(requestId) || Current!.Step != AuthenticationStep.Confirm) return false;
        Current.AnsweredAt = now;
        if (code != "1406") WrongCodes++;
        (ErrorCode, ErrorMessage) = (code, message);
        BackToPerson(now);
        return true;
    }

    /// <summary>The patient agreed in the app. Late truth wins here too; null when the token was taken already.</summary>
    public LinkingToken? Approved(Guid tokenId, string protectedText, DateTime issuedAt, DateTime expiresAt, DateTime now)
    {
        if (State is AuthenticationState.Granted or AuthenticationState.Denied or AuthenticationState.NeedsLook) return null;
        if (IsOpen) Close(AuthenticationState.Granted, now);
        return Issue(tokenId, protectedText, issuedAt, expiresAt);
    }

    /// <summary>The patient said no in the app; to a question of before, which another took the place of, it means nothing.</summary>
    public bool Denied(string transactionId, DateTime now)
    {
        if (!IsOpen || TransactionId != transactionId) return false;
        Close(AuthenticationState.Denied, now);
        return true;
    }

    /// <summary>
    /// A token whose profile is perhaps another person's: kept back until somebody looked. When it comes after the end nobody is
    /// there to look, and it is dropped: the patient can be asked again, and a wrong person's record cannot be unlinked.
    /// </summary>
    public bool KeepBack(Guid? requestId, string protectedToken, DateTime expiresAt, string protectedProfile, DateTime now)
    {
        if (requestId is { } asked)
        {
            if (ExchangeOf(asked).AnsweredAt is not null) return false;
            ExchangeOf(asked).AnsweredAt = now;
        }

        if (!IsOpen || State == AuthenticationState.NeedsLook) return false;
        var until = now + PersonsPatience;
        Become(AuthenticationState.NeedsLook, until < expiresAt ? until : expiresAt);
        (ProtectedToken, TokenExpiresAt, ProtectedProfile, ErrorCode, ErrorMessage) = (protectedToken, expiresAt, protectedProfile, null, null);
        return true;
    }

    /// <summary>A person says that it is the same patient, and why.</summary>
    public LinkingToken? SamePatient(Guid tokenId, string by, string reason, DateTime now)
    {
        if (State != AuthenticationState.NeedsLook) return null;
        var token = Issue(tokenId, ProtectedToken!, now, TokenExpiresAt!.Value);
        (LookedBy, LookReason) = (by, reason);
        Close(AuthenticationState.Granted, now);
        return token;
    }

    /// <summary>A person says that it is somebody else: the address on file is the wrong one, and the permission goes.</summary>
    public bool OtherPatient(string by, DateTime now)
    {
        if (State != AuthenticationState.NeedsLook) return false;
        (LookedBy, ErrorCode) = (by, "1441");
        Close(AuthenticationState.Refused, now);
        return true;
    }

    /// <summary>What the patient approved cannot be used: a person hears of it.</summary>
    public bool OfNoUse(string why, DateTime now)
    {
        if (!IsOpen || State == AuthenticationState.NeedsLook) return false;
        (ErrorCode, ErrorMessage) = (null, why);
        Close(AuthenticationState.Refused, now);
        return true;
    }

    /// <summary>Nobody answered, and the time is over.</summary>
    public bool Expire(DateTime now)
    {
        if (!WaitsForSomebody || NextAt > now) return false;
        Close(AuthenticationState.Expired, now);
        return true;
    }

    /// <summary>Another way of asking takes its place. A token that still comes is taken.</summary>
    public bool Replace(DateTime now)
    {
        if (!IsOpen) return false;
        Close(AuthenticationState.Replaced, now);
        return true;
    }

    /// <summary>While a call is under way the choice stands; and after one code there is a minute's pause before the next.</summary>
    public bool MayChoose(AuthenticationMethod method, DateTime now) =>
        State is AuthenticationState.NeedsChoice or AuthenticationState.NeedsCode or AuthenticationState.NeedsPatient
        && (method == AuthenticationMethod.Direct || NextCodeAt is null || NextCodeAt <= now);

    private void WaitForPatient(DateTime now)
    {
        (ErrorCode, ErrorMessage) = (null, null);
        if (IsByCode) CodeSentAt = now;
        Become(IsByCode ? AuthenticationState.NeedsCode : AuthenticationState.NeedsPatient, TransactionExpiresAt ?? now + PersonsPatience);
    }

    /// <summary>Where the person stood before the call: at the code while its transaction lives, else at the choice.</summary>
    private void BackToPerson(DateTime now)
    {
        if (Step == AuthenticationStep.Confirm && IsByCode && (TransactionExpiresAt ?? now + PersonsPatience) is var until && until > now)
            Become(AuthenticationState.NeedsCode, until);
        else Become(AuthenticationState.NeedsChoice, now + PersonsPatience);
    }
}
