using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>What came to the patients' phones, newest last: by SMS to a number, or in the app of an account.</summary>
internal sealed class Phones(GatewayClock clock)
{
    private const int Kept = 2_000;

    private readonly Lock gate = new();
    private readonly Queue<PhoneMessage> messages = new();

    public IReadOnlyList<PhoneMessage> All
    {
        get { lock (gate) return [.. messages]; }
    }

    public IReadOnlyList<PhoneMessage> Of(Account account)
    {
        var number = Number(account.Mobile);
        return [.. All.Where(one => (number is not null && one.Mobile == number) || account.Address.Equals(one.Address, StringComparison.OrdinalIgnoreCase))];
    }

    /// <param name="code">The one-time code that the text holds, for programs that read along.</param>
    public void Send(string? mobile, string? address, string from, string text, string? code = null)
    {
        lock (gate)
        {
            messages.Enqueue(new PhoneMessage(Number(mobile), address, from, text, code, clock.GetUtcNow()));
            if (messages.Count > Kept) messages.Dequeue();
        }
    }

    /// <summary>The last ten digits: +91-98…, 098… and 98… are one phone.</summary>
    public static string? Number(string? mobile)
    {
        var digits = string.Concat((mobile ?? "").Where(char.IsAsciiDigit));
        return digits.Length < 10 ? null : digits[^10..];
    }
}

/// <summary>A message on a phone.</summary>
/// <param name="Mobile">The number it went to, ten digits; null when it came in the app.</param>
/// <param name="Code">The one-time code in it, when there is one.</param>
public sealed record PhoneMessage(string? Mobile, string? Address, string From, string Text, string? Code, DateTimeOffset At);
