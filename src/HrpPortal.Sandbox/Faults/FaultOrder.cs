using System.Text.Json.Serialization;

namespace HrpPortal.Sandbox.Faults;

/// <summary>A fault that somebody orders by name: which, where, how often.</summary>
public sealed record FaultOrder
{
    /// <summary>One of <see cref="FaultKinds"/>, such as <c>black-hole</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The call that it befalls, one of <see cref="Gateway.CallPaths"/>; null is any that is answered by a callback.</summary>
    public string? Path { get; init; }

    /// <summary>For how many calls.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Whether the call has its effect all the same: from outside nobody can tell.</summary>
    public bool Taken { get; init; }

    /// <summary>Milliseconds, where the kind has any: how late, or between two bytes.</summary>
    public int? Ms { get; init; }

    /// <summary>Seconds, where the kind has any: how long, how wrong.</summary>
    public int? Seconds { get; init; }

    /// <summary>HTTP status, error code or number of bytes, where the kind has one.</summary>
    public string? Value { get; init; }

    /// <summary>How an error's body is written.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<BodyShape>))]
    public BodyShape Shape { get; init; }

    internal int Number(int otherwise) => int.TryParse(Value, out var number) ? number : otherwise;
}
