using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V05;

/// <summary>DIRECT (protocol §4.4): the patient says yes or no on the phone; the facility hears of it by the transaction's id and acknowledges.</summary>
internal sealed class DirectApprovals(Registry registry, UserAuth auth, Inquiries inquiries, V05Dialect dialect, GatewayClock clock)
{
    private const string Notify = "/v0.5/users/auth/notify";

    public IReadOnlyList<AuthTransaction> WaitingFor(string address) =>
        [.. registry.TransactionsOf(address).Where(one => one.Mode is "DIRECT" && one.Expiry > clock.GetUtcNow()).OrderBy(one => one.Expiry)];

    /// <returns>Why it cannot be decided; null when it was.</returns>
    public string? Decide(string address, string transactionId, bool granted)
    {
        var transaction = WaitingFor(address).FirstOrDefault(one => one.Id == transactionId);
        if (transaction is null || registry.FindActive(address) is not { } account) return "this request waits no longer";
        var said = new JsonObject { ["transactionId"] = transaction.Id, ["status"] = granted ? "GRANTED" : "DENIED" };
        if (granted)
        {
            foreach (var (name, value) in auth.Grant(transaction, account)) said[name] = value?.DeepClone();
            said["validity"] = new JsonObject
            {
                ["purpose"] = transaction.Purpose,
                ["requester"] = new JsonObject { ["type"] = "HIP", ["id"] = transaction.HipId },
                ["expiry"] = WireTime.Write(clock.GetUtcNow().AddDays(1)),
                ["limit"] = 1,
            };
        }
        else
        {
            registry.Confirm(transaction, null);
        }

        inquiries.Ask(dialect, Notify, AnswerPaths.AuthOnNotify, transaction.HipId, new JsonObject { ["auth"] = said });
        return null;
    }
}
