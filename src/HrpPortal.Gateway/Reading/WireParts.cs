using System.Text.Json;

namespace HrpPortal.Gateway;

/// <summary>Parts that several of ABDM's messages have, read as <see cref="JsonText"/> reads: never throwing, null is absent.</summary>
internal static class WireParts
{
    /// <summary>A member that is an object.</summary>
    public static JsonElement? Object(JsonElement parent, ReadOnlySpan<byte> name) =>
        JsonText.TryGet(parent, name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>The objects of a member that is an array.</summary>
    public static IReadOnlyList<T> Objects<T>(JsonElement parent, ReadOnlySpan<byte> name, Func<JsonElement, T?> read)
        where T : class =>
        JsonText.TryGet(parent, name, out var array) ? List(array, item => item.ValueKind == JsonValueKind.Object ? read(item) : null) : [];

    public static IReadOnlyList<string> Texts(JsonElement parent, ReadOnlySpan<byte> name) =>
        JsonText.TryGet(parent, name, out var array) ? List(array, JsonText.Text) : [];

    public static DateTimeOffset? Time(JsonElement parent, ReadOnlySpan<byte> name) => Time(JsonText.Text(parent, name));

    public static Secret? Secret(JsonElement parent, ReadOnlySpan<byte> name) =>
        JsonText.Text(parent, name) is { } text && !string.IsNullOrWhiteSpace(text) ? new Secret(text) : null;

    public static CallbackPatient? Patient(JsonElement parent) => Object(parent, "patient"u8) is { } patient ? ReadPatient(patient) : null;

    public static CallbackAddress? Address(JsonElement parent) => Object(parent, "address"u8) is { } address ? ReadAddress(address) : null;

    public static IReadOnlyList<CallbackIdentifier> Identifiers(JsonElement parent, ReadOnlySpan<byte> name) => Objects(parent, name, Identifier);

    private static CallbackPatient ReadPatient(JsonElement patient) => new(
        JsonText.Text(patient, "id"u8),
        JsonText.Text(patient, "name"u8),
        JsonText.Text(patient, "gender"u8),
        JsonText.Whole(patient, "yearOfBirth"u8),
        JsonText.Whole(patient, "monthOfBirth"u8),
        JsonText.Whole(patient, "dayOfBirth"u8),
        Address(patient),
        Identifiers(patient, "identifiers"u8));

    private static CallbackAddress ReadAddress(JsonElement address) => new(
        JsonText.Text(address, "line"u8),
        JsonText.Text(address, "district"u8),
        JsonText.Text(address, "state"u8),
        JsonText.Text(address, "pincode"u8));

    private static CallbackIdentifier? Identifier(JsonElement identifier) =>
        identifier.ValueKind == JsonValueKind.Object
            ? new CallbackIdentifier(JsonText.Text(identifier, "type"u8), JsonText.Text(identifier, "value"u8))
            : null;

    public static IReadOnlyList<T> List<T>(JsonElement array, Func<JsonElement, T?> read)
        where T : class =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(read).OfType<T>()] : [];

    public static DateTimeOffset? Time(string? text) => GatewayTime.TryParse(text, out var time) ? time : null;
}
