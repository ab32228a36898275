using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.V05;

namespace HrpPortal.Sandbox.Phone;

/// <summary>Everything a patient can do and see; the page and the script endpoint are two ways to it.</summary>
internal sealed class PatientPhone(
    Registry registry, Phones phones, Facilities facilities, DirectApprovals approvals, RecordSearches searches, Sharing sharing, AccountSteps steps, Consents consents)
{
    public IReadOnlyList<Account> Accounts => registry.Accounts;

    public IReadOnlyList<Facility> Facilities => facilities.Known;

    /// <summary>Those that went to numbers of nobody with an account.</summary>
    public IReadOnlyList<PhoneMessage> Stray
    {
        get
        {
            var known = registry.Accounts.Select(one => Phones.Number(one.Mobile)).ToHashSet();
            return [.. phones.All.Where(one => one.Address is null && !known.Contains(one.Mobile))];
        }
    }

    public Account? Find(string? address) => address is null ? null : registry.FindAccount(address);

    /// <summary>Whether a facility was asked and has not answered.</summary>
    public bool IsWaiting(Account account) =>
        searches.Of(account.Address).Any(one => one.Stage is SearchStage.Asked or SearchStage.Picked or SearchStage.CodeSent) || sharing.Of(account.Address).Any(one => one.AnsweredAt is null);

    public PhoneView View(Account account) => new(
        account, phones.Of(account), approvals.WaitingFor(account.Address), searches.Of(account.Address), sharing.Of(account.Address),
        [.. registry.Links.Where(link => link.Address.Equals(account.Address, StringComparison.OrdinalIgnoreCase))]);

    /// <returns>Why it cannot be done; null when it was.</returns>
    public string? Do(Account account, PhoneOrder order)
    {
        switch (order.Action)
        {
            case "approve" or "deny":
                return approvals.Decide(account.Address, order.TransactionId ?? "", order.Action is "approve");
            case "pick":
                return searches.Pick(account, order.TransactionId ?? "", order.References ?? []);
            case "code":
                return string.IsNullOrWhiteSpace(order.Code) ? "type the code" : searches.Confirm(account, order.TransactionId ?? "", order.Code.Trim());
            case "deactivate":
                return steps.Deactivate(account);
            case "reactivate":
                return steps.Reactivate(account);
            case "delete":
                steps.Delete(account);
                return null;
            case "find" or "share" or "pull" when account.Status is not AccountStatus.Active:
                return "the account is deactivated";
            case "find" or "share" or "pull" when order.HipId is null || !facilities.Has(order.HipId):
                return "choose a facility";
            case "find":
                searches.Start(account, order.HipId!, IsV3(order), string.IsNullOrWhiteSpace(order.MedicalRecord) ? null : order.MedicalRecord.Trim());
                return null;
            case "share":
                sharing.Share(account, order.HipId!, string.IsNullOrWhiteSpace(order.Counter) ? "1" : order.Counter.Trim(), order.Form ?? (IsV3(order) ? ShareForm.V3 : ShareForm.V1));
                return null;
            case "pull":
                return Pull(account, order);
            default:
                return "action must be one of approve, deny, find, pick, code, share, pull, deactivate, reactivate, delete";
        }
    }

    private string? Pull(Account account, PhoneOrder order)
    {
        var linked = registry.Links.Where(link => link.HipId == order.HipId && link.Address.Equals(account.Address, StringComparison.OrdinalIgnoreCase)).ToList();
        if (linked.Count == 0) return "nothing is linked there";
        consents.Ask(IsV3(order), order.HipId!, account, linked, TimeSpan.Zero);
        return null;
    }

    private bool IsV3(PhoneOrder order) => order.Dialect switch { "v3" => true, "v0.5" => false, _ => facilities.Find(order.HipId!)?.IsV3 ?? false };
}

/// <summary>What a phone shows.</summary>
internal sealed record PhoneView(
    Account Account,
    IReadOnlyList<PhoneMessage> Messages,
    IReadOnlyList<AuthTransaction> Approvals,
    IReadOnlyList<RecordSearch> Searches,
    IReadOnlyList<ProfileShare> Shares,
    IReadOnlyList<LinkedCareContext> Linked);

/// <summary>What a patient does.</summary>
internal sealed record PhoneOrder
{
    public string Action { get; init; } = "";

    /// <summary>Of an approval or a search.</summary>
    public string? TransactionId { get; init; }

    public string? HipId { get; init; }

    /// <summary>v0.5 or v3; null: the one that the facility speaks.</summary>
    public string? Dialect { get; init; }

    /// <summary>The number that the patient has at the facility, if any.</summary>
    public string? MedicalRecord { get; init; }

    public IReadOnlyList<string>? References { get; init; }

    public string? Code { get; init; }

    public string? Counter { get; init; }

    public ShareForm? Form { get; init; }
}
