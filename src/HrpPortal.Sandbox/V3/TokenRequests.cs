using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V3;

/// <summary>generate-token (protocol §7.3): a patient verified by name, gender and year of birth, and a block for those who guess.</summary>
internal sealed class TokenRequests(Registry registry, LinkingTokens tokens, Facilities facilities, GatewayClock clock, SandboxOptions options)
{
    /// <summary>Seen: at least 69 s.</summary>
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Block = TimeSpan.FromHours(24);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> refused = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Hip, string Address), (int Count, DateTimeOffset Last)> failures = [];

    public Answer Generate(Admitted call)
    {
        var (hip, body, now) = (call.HipId!, call.Body, clock.GetUtcNow());
        if (!facilities.Has(hip)) return Answer.AtOnce("ABDM-1035", "Invalid HIP ID");

        var address = body.Text("abhaAddress");
        var person = (hip, address.ToUpperInvariant());
        var asked = $"{hip}\n{body.GetRawText()}";
        lock (gate)
        {
            if (refused.TryGetValue(asked, out var at) && now < at + RefusalMemory) return Answer.AtOnce("ABDM-1092", "Duplicate Link token request");
            if (failures.TryGetValue(person, out var failed) && failed.Count >= options.TokenFailures)
            {
                if (now < failed.Last + Block) return Answer.Refused(hip, "ABDM-1027", "You are blocked. Please try again after 24 hours.");
                failures.Remove(person);
            }
        }

        var number = NumberOf(body);
        var account = registry.FindAccount(address);
        if (account is { Status: AccountStatus.Deactivated }) return Answer.Refused(hip, "ABDM-1407", "ABHA deactivated");
        if (account is null || (number is not null && number != account.AbhaNumber))
        {
            Fail(person, asked, now);
            return Answer.Refused(hip, "ABDM-1051", "Invalid ABHA Number or ABHA Address");
        }

        if (body.Text("name") != account.Name || body.Text("gender") != account.Gender || body.GetProperty("yearOfBirth").GetInt32() != account.Born.Year)
        {
            Fail(person, asked, now);
            return Answer.AtOnce("ABDM-9999", "User not found");
        }

        lock (gate) failures.Remove(person);
        return Answer.Of(hip, new JsonObject { ["abhaAddress"] = account.Address, ["linkToken"] = tokens.IssueReusable(account, hip, number) });
    }

    /// <summary>As digits, whether it came as a number or as a string; null when there is none.</summary>
    public static string? NumberOf(JsonElement body) =>
        body.TryGetProperty("abhaNumber", out var number) && number.ValueKind is not JsonValueKind.Null ? number.ToString() : null;

    private void Fail((string, string) person, string asked, DateTimeOffset now)
    {
        lock (gate)
        {
            foreach (var (old, _) in refused.Where(one => now >= one.Value + RefusalMemory).ToList()) refused.Remove(old);
            refused[asked] = now;
            failures[person] = (failures.GetValueOrDefault(person).Count + 1, now);
        }
    }
}
