namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>Which facilities ABDM knows: all that have the form of the Health Facility Registry's ids, unless they were switched off, and those that were registered.</summary>
internal sealed class Facilities
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Facility> registered = new(StringComparer.Ordinal);

    public IReadOnlyList<Facility> All
    {
        get { lock (gate) return [.. registered.Values]; }
    }

    public void Put(Facility facility)
    {
        lock (gate) registered[facility.Id] = facility;
    }

    public Facility? Find(string id)
    {
        lock (gate) return registered.GetValueOrDefault(id);
    }

    public bool Has(string id)
    {
        lock (gate)
        {
            if (registered.TryGetValue(id, out var facility)) return facility is { IsActive: true, Type: "HIP" };
        }

        return id.Length == 12 && id.StartsWith("IN", StringComparison.Ordinal) && id.Skip(2).All(char.IsAsciiDigit);
    }
}

/// <summary>A service of the bridge (protocol §3.2).</summary>
internal sealed record Facility(string Id, string Name, string Type, bool IsActive, DateTimeOffset Since);
