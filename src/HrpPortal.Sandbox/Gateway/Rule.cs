using System.Globalization;
using System.Text.Json;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>Says what is wrong with a value (by field names only, never by its content), or null when nothing is.</summary>
internal delegate string? Rule(JsonElement value, string at);

internal sealed record Field(string Name, Rule Rule, bool Required = true);

/// <summary>The few words in which the official contract describes request bodies.</summary>
internal static class Rules
{
    public static readonly Rule Text = (value, at) =>
        value.ValueKind is not JsonValueKind.String ? $"{at} must be a string" : string.IsNullOrWhiteSpace(value.GetString()) ? $"{at} is empty" : null;

    public static readonly Rule Uuid = Format(text => Guid.TryParseExact(text, "D", out _), "a UUID");

    public static readonly Rule DateTime = Format(text => WireTime.Read(text) is not null, "a date-time");

    public static readonly Rule Date = Format(text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "a date YYYY-MM-DD");

    public static Rule OneOf(params string[] values) => Format(text => values.Contains(text), "one of " + string.Join(", ", values));

    public static Rule NullOr(Rule rule) => (value, at) => value.ValueKind is JsonValueKind.Null ? null : rule(value, at);

    public static Rule ListOf(Rule item) => (value, at) =>
    {
        if (value.ValueKind is not JsonValueKind.Array) return $"{at} must be an array";
        if (value.GetArrayLength() == 0) return $"{at} is empty";
        return value.EnumerateArray().Select((one, index) => item(one, $"{at}[{index}]")).FirstOrDefault(problem => problem is not null);
    };

    /// <summary>Stricter than the live system, which ignores what it does not know: an unknown field is a slip of ours.</summary>
    public static Rule Object(params Field[] fields) => (value, at) =>
    {
        if (value.ValueKind is not JsonValueKind.Object) return $"{at} must be an object";
        foreach (var property in value.EnumerateObject())
            if (!fields.Any(field => field.Name == property.Name)) return $"{Below(at, property.Name)} is not in the contract";
        foreach (var field in fields)
        {
            if (value.TryGetProperty(field.Name, out var inner))
            {
                if (field.Rule(inner, Below(at, field.Name)) is { } problem) return problem;
            }
            else if (field.Required)
            {
                return $"{Below(at, field.Name)} is missing";
            }
        }
        return null;
    };

    public static Rule And(this Rule first, Rule second) => (value, at) => first(value, at) ?? second(value, at);

    private static Rule Format(Func<string, bool> holds, string what) =>
        Text.And((value, at) => holds(value.GetString()!) ? null : $"{at} must be {what}");

    private static string Below(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
