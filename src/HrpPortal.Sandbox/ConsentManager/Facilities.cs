namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>Which facilities ABDM knows: all that have the form of the Health Facility Registry's ids, unless they were switched off, and those that were registered.</summary>
internal sealed class Facilities
{
    /// <summary>When those that the sandbox is told of at its start were registered.</summary>
    private static readonly DateTimeOffset Before = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Facility> all = new(StringComparer.Ordinal);

    public Facilities(SandboxOptions options)
    {
        foreach (var one in options.Facilities) all[one.HipId] = new Facility(one.HipId, one.Name, "HIP", true, Before) { IsV3 = one.IsV3 };
        if (all.Count == 0) all[options.HipId] = new Facility(options.HipId, options.HipId, "HIP", true, Before);
    }

    /// <summary>Those that were registered, over the wire or before the start; not those that merely called.</summary>
    public IReadOnlyList<Facility> Registered
    {
        get { lock (gate) return [.. all.Values.Where(one => one.Since is not null)]; }
    }

    /// <summary>Registered ones and those that called, where patients may go.</summary>
    public IReadOnlyList<Facility> Known
    {
        get { lock (gate) return [.. all.Values.Where(one => one is { IsActive: true, Type: "HIP" })]; }
    }

    public void Put(Facility facility)
    {
        lock (gate) all[facility.Id] = facility with { IsV3 = all.GetValueOrDefault(facility.Id)?.IsV3 ?? facility.IsV3 };
    }

    /// <summary>A facility called: from now on its patients' phones speak to it in the same dialect.</summary>
    public void Heard(string? id, bool isV3)
    {
        if (id is null || !Has(id)) return;
        lock (gate) all[id] = (all.GetValueOrDefault(id) ?? new Facility(id, id, "HIP", true, null)) with { IsV3 = isV3 };
    }

    public Facility? Find(string id)
    {
        lock (gate) return all.GetValueOrDefault(id);
    }

    public bool Has(string id)
    {
        lock (gate)
        {
            if (all.TryGetValue(id, out var facility)) return facility is { IsActive: true, Type: "HIP" };
        }

        return id.Length == 12 && id.StartsWith("IN", StringComparison.Ordinal) && id.Skip(2).All(char.IsAsciiDigit);
    }
}

/// <summary>A service of the bridge (protocol §3.2).</summary>
/// <param name="Since">When it was registered; null for one that just called.</param>
internal sealed record Facility(string Id, string Name, string Type, bool IsActive, DateTimeOffset? Since)
{
    public bool IsV3 { get; init; }
}
