using System.Text.Json;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>
/// What the consent manager knows, behind one lock; written to the state file, when there is one, before a change is told
/// to anybody, so that a killed sandbox never forgets what it answered.
/// </summary>
internal sealed class Registry
{
    private readonly Lock gate = new();
    private readonly string? file;
    private readonly Dictionary<string, Account> accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AuthTransaction> transactions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkingSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<LinkKey, LinkedCareContext> links = [];
    private readonly HashSet<string> deleted = new(StringComparer.OrdinalIgnoreCase);

    public Registry(SandboxOptions options)
    {
        foreach (var person in People.DemoPeople.Load(options.PeopleFile).Where(person => person.PhrAddress is not null && person.Account != "unknown"))
        {
            accounts[person.PhrAddress!] = new Account(
                person.PhrAddress!, person.AccountName ?? person.Name, person.Gender, person.AccountBirthDate ?? person.BirthDate, person.AbhaNumber, person.Mobile);
            foreach (var reference in person.Linked ?? [])
                links[new LinkKey(options.HipId, person.PhrAddress!, reference)] = new LinkedCareContext(options.HipId, person.PhrAddress!, reference, "", 0, 0);
        }

        file = options.StateFile is { Length: > 0 } path ? path : null;
        if (file is null || !File.Exists(file)) return;
        var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(file))!;
        foreach (var address in kept.Deleted ?? []) Forget(address);
        foreach (var account in kept.Accounts) accounts[account.Address] = account;
        foreach (var transaction in kept.Transactions) transactions[transaction.Id] = transaction;
        foreach (var session in kept.Sessions) sessions[session.Id] = session;
        foreach (var link in kept.Links) links[LinkKey.Of(link)] = link;
    }

    public IReadOnlyList<Account> Accounts
    {
        get { lock (gate) return [.. accounts.Values.OrderBy(one => one.Name, StringComparer.Ordinal)]; }
    }

    public IReadOnlyList<LinkedCareContext> Links
    {
        get { lock (gate) return [.. links.Values]; }
    }

    public LinkedCareContext? FindLink(string hipId, string address, string reference)
    {
        lock (gate) return links.GetValueOrDefault(new LinkKey(hipId, address, reference));
    }

    /// <summary>By address, or by ABHA number with or without hyphens (protocol §4.1).</summary>
    public Account? FindAccount(string id)
    {
        var digits = id.Replace("-", "", StringComparison.Ordinal);
        lock (gate) return accounts.GetValueOrDefault(id) ?? accounts.Values.FirstOrDefault(account => account.AbhaNumber == digits);
    }

    /// <summary>One that may be used.</summary>
    public Account? FindActive(string id) => FindAccount(id) is { Status: AccountStatus.Active } account ? account : null;

    /// <summary>With all that hangs on it: a token of the patient is worth nothing from now on.</summary>
    public void Delete(string address) => Change(() => Forget(address));

    private void Forget(string address)
    {
        bool IsTheirs(string other) => other.Equals(address, StringComparison.OrdinalIgnoreCase);
        deleted.Add(address);
        accounts.Remove(address);
        foreach (var (key, _) in links.Where(one => IsTheirs(one.Value.Address)).ToList()) links.Remove(key);
        foreach (var (id, _) in sessions.Where(one => IsTheirs(one.Value.Address)).ToList()) sessions.Remove(id);
        foreach (var (id, _) in transactions.Where(one => IsTheirs(one.Value.Address)).ToList()) transactions.Remove(id);
    }

    public void Put(Account account) => Change(() =>
    {
        deleted.Remove(account.Address);
        accounts[account.Address] = account;
    });

    public void Put(AuthTransaction transaction) => Change(() => transactions[transaction.Id] = transaction);

    public void AddLink(string hipId, string address, string reference) =>
        Change(() => links[new LinkKey(hipId, address, reference)] = new LinkedCareContext(hipId, address, reference, "", 0, 0));

    public AuthTransaction? FindTransaction(string id)
    {
        lock (gate) return transactions.GetValueOrDefault(id);
    }

    public IReadOnlyList<AuthTransaction> TransactionsOf(string address)
    {
        lock (gate) return [.. transactions.Values.Where(one => one.Address.Equals(address, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Ends the transaction with a linking token; a transaction confirms once.</summary>
    public void Confirm(AuthTransaction transaction, LinkingSession? session) => Change(() =>
    {
        transactions.Remove(transaction.Id);
        if (session is not null) sessions[session.Id] = session;
    });

    public LinkingSession? FindSession(string id)
    {
        lock (gate) return sessions.GetValueOrDefault(id);
    }

    /// <summary>All or nothing (protocol §12.3). The token's counter rises only with success (§4.5).</summary>
    public LinkOutcome Link(string sessionId, IReadOnlyList<NewLink> careContexts)
    {
        lock (gate)
        {
            if (!sessions.TryGetValue(sessionId, out var session)) return LinkOutcome.UnknownToken;
            if (session.Used > 0) return LinkOutcome.TokenUsedUp;
            if (careContexts.Any(one => links.ContainsKey(new LinkKey(session.HipId, session.Address, one.Reference)))) return LinkOutcome.AlreadyLinked;
            foreach (var one in careContexts) Add(session.HipId, session.Address, one, null);
            sessions[sessionId] = session with { Used = session.Used + 1 };
            Save();
            return LinkOutcome.Linked;
        }
    }

    /// <summary>
    /// All or nothing, as in v0.5. The same care context may be linked again with another kind of record (protocol §7.4); one
    /// that was linked without any is linked with all.
    /// </summary>
    public bool Link(string hipId, string address, IReadOnlyList<NewLink> careContexts, DateTimeOffset now)
    {
        lock (gate)
        {
            if (careContexts.Any(one => links.TryGetValue(new LinkKey(hipId, address, one.Reference), out var link) && (link.HiTypes.Count == 0 || link.HiTypes.Contains(one.HiType!)))) return false;
            foreach (var one in careContexts) Add(hipId, address, one, now);
            Save();
            return true;
        }
    }

    /// <summary>What the patient linked in the app; what was linked before stays as it is.</summary>
    public void LinkByPatient(string hipId, string address, IReadOnlyList<NewLink> careContexts) => Change(() =>
    {
        foreach (var one in careContexts.Where(one => !links.ContainsKey(new LinkKey(hipId, address, one.Reference)))) Add(hipId, address, one, null);
    });

    private void Add(string hipId, string address, NewLink one, DateTimeOffset? now)
    {
        var key = new LinkKey(hipId, address, one.Reference);
        links[key] = links.TryGetValue(key, out var link)
            ? link with { HiTypes = [.. link.HiTypes, one.HiType!] }
            : new LinkedCareContext(hipId, address, one.Reference, one.Display, 1, 0) { HiTypes = one.HiType is null ? [] : [one.HiType], LinkedAt = now, PatientReference = one.PatientReference };
    }

    public bool Notify(string hipId, string address, string reference)
    {
        var key = new LinkKey(hipId, address, reference);
        lock (gate)
        {
            if (!links.TryGetValue(key, out var link)) return false;
            links[key] = link with { Notifications = link.Notifications + 1 };
            Save();
            return true;
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            Save();
        }
    }

    private void Save()
    {
        if (file is not null) AtomicFile.Write(file, JsonSerializer.Serialize(new Kept([.. accounts.Values], [.. transactions.Values], [.. sessions.Values], [.. links.Values], [.. deleted])));
    }

    private sealed record Kept(List<Account> Accounts, List<AuthTransaction> Transactions, List<LinkingSession> Sessions, List<LinkedCareContext> Links, List<string>? Deleted = null);

    private sealed record LinkKey
    {
        public LinkKey(string hipId, string address, string reference) => (HipId, Address, Reference) = (hipId, address.ToUpperInvariant(), reference);

        public string HipId { get; }

        public string Address { get; }

        public string Reference { get; }

        public static LinkKey Of(LinkedCareContext link) => new(link.HipId, link.Address, link.Reference);
    }
}

internal enum LinkOutcome
{
    Linked,
    AlreadyLinked,
    TokenUsedUp,
    UnknownToken,
}
