using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.V05;

namespace HrpPortal.Sandbox.Phone;

/// <summary>A patient leaves or comes back (protocol §5.4): every facility that the consent manager knows hears of it. No v3 form of it is documented.</summary>
internal sealed class AccountSteps(Registry registry, Facilities facilities, Inquiries inquiries, V05Dialect dialect)
{
    private const string Notify = "/v0.5/patients/status/notify";

    /// <returns>Why it cannot be; null when it was done.</returns>
    public string? Deactivate(Account account) => Set(account, AccountStatus.Active, AccountStatus.Deactivated, "DEACTIVATED");

    /// <returns>Why it cannot be; null when it was done.</returns>
    public string? Reactivate(Account account) => Set(account, AccountStatus.Deactivated, AccountStatus.Active, "REACTIVATED");

    /// <summary>The account goes, and all its links with it.</summary>
    public void Delete(Account account)
    {
        var concerned = facilities.Known;
        registry.Delete(account.Address);
        Tell(account, "DELETED", concerned);
    }

    private string? Set(Account account, AccountStatus from, AccountStatus to, string status)
    {
        if (account.Status != from) return $"the account is {account.Status.ToString().ToLowerInvariant()}";
        registry.Put(account with { Status = to });
        Tell(account, status, facilities.Known);
        return null;
    }

    private void Tell(Account account, string status, IReadOnlyList<Facility> concerned)
    {
        foreach (var facility in concerned)
        {
            var body = new JsonObject { ["notification"] = new JsonObject { ["status"] = status, ["patient"] = new JsonObject { ["id"] = account.Address } } };
            inquiries.Ask(dialect, Notify, AnswerPaths.StatusOnNotify, facility.Id, body);
        }
    }
}
