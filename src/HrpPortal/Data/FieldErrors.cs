namespace HrpPortal.Data;

/// <summary>What is wrong with an input, field by field, in words that say what to do. Empty means that it is right.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string> _messages = [];

    public bool Any => _messages.Count > 0;

    public IReadOnlyDictionary<string, string> Messages => _messages;

    /// <summary>The first thing wrong with a field is the one shown.</summary>
    public void Add(string field, string message) => _messages.TryAdd(field, message);

    public void Require(bool holds, string field, string message)
    {
        if (!holds) Add(field, message);
    }

    public string? Of(string field) => _messages.GetValueOrDefault(field);
}
