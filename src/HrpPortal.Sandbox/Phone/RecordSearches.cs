using System.Text.Json;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Phone;

/// <summary>Find my records (protocol §6): discover, pick, link/init, the facility's own code, confirm.</summary>
internal sealed class RecordSearches(Registry registry, Inquiries inquiries, V05Messages old, V3Messages v3, GatewayClock clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, RecordSearch> searches = new(StringComparer.Ordinal);

    public IReadOnlyList<RecordSearch> Of(string address)
    {
        lock (gate) return [.. searches.Values.Where(one => one.Address.Equals(address, StringComparison.OrdinalIgnoreCase)).OrderByDescending(one => one.At)];
    }

    public RecordSearch Start(Account account, string hipId, bool isV3, string? medicalRecord)
    {
        var search = new RecordSearch(Guid.NewGuid().ToString(), account.Address, hipId, isV3, clock.GetUtcNow());
        lock (gate) searches[search.TransactionId] = search;
        var messages = Messages(search);
        Ask(search, messages.Discover, messages.DiscoverBody(account, search.TransactionId, medicalRecord), body => OfThis(search, body) ?? Change(search.TransactionId, now =>
            ErrorOf(body) is { } trouble
                ? now with { Stage = SearchStage.Refused, Trouble = trouble }
                : now with { Stage = SearchStage.Found, Found = messages.Found(body) }));
        return search;
    }

    /// <returns>Why it cannot be; null when the facility was asked for a code.</returns>
    public string? Pick(Account account, string transactionId, IReadOnlyCollection<string> references)
    {
        if (Find(account, transactionId) is not { Stage: SearchStage.Found or SearchStage.CodeWanted } search) return "there is nothing to pick from";
        var picked = search.Found.Where(one => references.Contains(one.Reference)).ToList();
        if (picked.Count == 0) return "pick one record at least";
        var messages = Messages(search);
        Change(transactionId, now => now with { Stage = SearchStage.Picked, Picked = picked, Trouble = null });
        Ask(search, messages.LinkInit, messages.LinkInitBody(account, transactionId, picked), body => OfThis(search, body) ?? Change(transactionId, now =>
            ErrorOf(body) is { } trouble
                ? now with { Stage = SearchStage.Refused, Trouble = trouble }
                : now with { Stage = SearchStage.CodeWanted, LinkReference = body.GetProperty("link").Text("referenceNumber"), Hint = HintOf(body.GetProperty("link")) }));
        return null;
    }

    /// <returns>Why it cannot be; null when the code is on its way to the facility.</returns>
    public string? Confirm(Account account, string transactionId, string code)
    {
        if (Find(account, transactionId) is not { Stage: SearchStage.CodeWanted, LinkReference: { } reference } search) return "no code is asked for";
        var messages = Messages(search);
        Change(transactionId, now => now with { Stage = SearchStage.CodeSent, Trouble = null });

        // A refused code may be typed again: the facility says when it has enough.
        Ask(search, messages.LinkConfirm, PatientMessages.LinkConfirmBody(reference, code), body => Change(transactionId, now =>
        {
            if (ErrorOf(body) is { } trouble) return now with { Stage = SearchStage.CodeWanted, Trouble = trouble };
            var linked = messages.Found(body);
            registry.LinkByPatient(now.HipId, now.Address, [.. linked.Select(one => new NewLink(one.Reference, one.Display, one.HiType, one.PatientReference))]);
            return now with { Stage = SearchStage.Linked, Picked = linked };
        }));
        return null;
    }

    private PatientMessages Messages(RecordSearch search) => search.IsV3 ? v3 : old;

    private void Ask(RecordSearch search, (string Ask, string Answer) paths, System.Text.Json.Nodes.JsonObject body, Func<JsonElement, Answer?> onAnswer) =>
        inquiries.Ask(Messages(search).Dialect, paths.Ask, paths.Answer, search.HipId, body, onAnswer);

    private RecordSearch? Find(Account account, string transactionId)
    {
        lock (gate) return searches.GetValueOrDefault(transactionId) is { } search && search.Address == account.Address ? search : null;
    }

    private Answer? Change(string transactionId, Func<RecordSearch, RecordSearch> change)
    {
        lock (gate) searches[transactionId] = change(searches[transactionId]);
        return null;
    }

    /// <summary>The answer's transaction must be the question's.</summary>
    private Answer? OfThis(RecordSearch search, JsonElement body) => body.Text("transactionId") == search.TransactionId ? null : Messages(search).Dialect.UnknownInquiry;

    public static string? ErrorOf(JsonElement body) =>
        body.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object ? $"{error.GetProperty("code")} {error.Text("message")}" : null;

    private static string? HintOf(JsonElement link) => link.TryGetProperty("meta", out var meta) ? meta.TextOrNull("communicationHint") : null;
}
