using System.Globalization;
using System.Security.Cryptography;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>One-time codes to patients: how long they hold, how often they may be asked for and mistyped (protocol §4.3, codes 1405–1408, 1423).</summary>
internal sealed class OneTimeCodes(Phones phones, GatewayClock clock)
{
    private const int MostWrong = 3;
    private const int MostSent = 5;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Block = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> sent = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DateTimeOffset> blockedUntil = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends a code to the account's mobile, unless too many were sent or mistyped.</summary>
    public (string? Code, DateTimeOffset Until, ErrorBody? Refusal) Send(Account account, string hipId)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (IsBlocked(account.Address, now)) return (null, now, Blocked);
            if (!sent.TryGetValue(account.Address, out var times)) sent[account.Address] = times = [];
            times.RemoveAll(time => time <= now - Life);
            if (times.Count >= MostSent) return (null, now, new ErrorBody("1407", "OTP request limit exceeded"));
            times.Add(now);
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        phones.Send(account.Mobile, account.Address, "ABDM", $"{code} is your one-time code to let {hipId} link your health records. It holds for 10 minutes.", code);
        return (code, now + Life, null);
    }

    /// <summary>What is wrong with a code that was typed; null when nothing is. The third wrong one ends the transaction and blocks the patient.</summary>
    public ErrorBody? Check(AuthTransaction transaction, string code)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (IsBlocked(transaction.Address, now)) return Blocked;
            if (transaction.CodeUntil <= now) return new ErrorBody("1406", "OTP expired");
            if (transaction.Code == code) return null;
            if (transaction.WrongCodes + 1 < MostWrong) return new ErrorBody("1405", "Invalid OTP");
            blockedUntil[transaction.Address] = now + Block;
            return new ErrorBody("1408", "OTP attempts exceeded");
        }
    }

    private static ErrorBody Blocked => new("1423", "User is temporarily blocked");

    private bool IsBlocked(string address, DateTimeOffset now) => blockedUntil.TryGetValue(address, out var until) && now < until;
}
