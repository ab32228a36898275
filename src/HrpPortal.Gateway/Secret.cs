using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrpPortal.Gateway;

/// <summary>
/// A credential on its way through: a linking token, an OTP. It prints as <c>***</c> wherever text is made of it (logs, exceptions,
/// debuggers) and as <c>{}</c> in JSON, save where the wire itself needs it.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The credential itself. Ask only where it is sent or encrypted.</summary>
    public string Reveal() => _value;

    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "***";
}

/// <summary>Writes a <see cref="Secret"/> as its value. Named on each property that the wire needs, never on the type.</summary>
internal sealed class SecretOnTheWire : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
