using System.Globalization;
using System.Text.Json.Nodes;

namespace HrpPortal.Tests.Gateway;

/// <summary>
/// The same message as the live network would write it on another day (protocol §2, §7): members in another order, new ones between
/// them, null instead of absent and the other way, numbers as text and texts as numbers, times without Z and with any number of
/// digits, resp for response. None of it changes the meaning.
/// </summary>
internal sealed class Mangler(int seed)
{
    private static readonly string[] Times = ["timestamp", "expiry", "from", "to", "createdAt", "dataEraseAt"];

    private readonly Random _random = new(seed);

    public string Mangle(string json) => Node(JsonNode.Parse(json)!, "")!.ToJsonString();

    private JsonNode? Node(JsonNode? node, string name) => node switch
    {
        JsonObject members => Members(members),
        JsonArray items => new JsonArray([.. items.Select(item => Node(item, name))]),
        null => null,
        _ => Value(node.AsValue(), name),
    };

    private JsonObject Members(JsonObject members)
    {
        var pairs = new List<(string Name, JsonNode? Value)>();
        foreach (var (name, value) in members)
        {
            if (value is null && Toss()) continue;
            var written = name is "resp" or "response" ? (Toss() ? "resp" : "response") : name;
            if (name is "resp" && Toss()) pairs.Add((written == "resp" ? "response" : "resp", null));
            pairs.Add((written, Node(value, name)));
        }

        // Null is absent, so a member that nobody has may be null; a new one may be anything.
        foreach (var absent in new[] { "error", "auth", "acknowledgement", "linkToken", "identifiers", "validity", "meta", "address" })
            if (Toss(4) && !members.ContainsKey(absent)) pairs.Add((absent, null));
        for (var i = _random.Next(3); i > 0; i--) pairs.Add(($"x-{_random.Next(1000)}-{i}", New()));
        pairs = [.. pairs.Select(pair => (Key: _random.Next(), pair)).OrderBy(one => one.Key).Select(one => one.pair)];
        return new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
    }

    private JsonNode Value(JsonValue value, string name)
    {
        var text = value.ToString();
        if (Times.Contains(name)) return JsonValue.Create(Time(text));
        var isNumber = text.Length is > 0 and < 16 && text[0] is >= '1' and <= '9' && text.All(char.IsAsciiDigit);
        if (name == "code" && text.StartsWith("ABDM-", StringComparison.Ordinal) && Toss(3)) text = text.TrimEnd(' ', ':') + ": ";
        if (isNumber && Toss()) return JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture));
        return JsonValue.Create(text);
    }

    private string Time(string text)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        var digits = time.Millisecond == 0 ? new[] { "", ".0", ".000000" } : [".fff", ".fffffff", ".fff000000"];
        var written = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss" + digits[_random.Next(3)], CultureInfo.InvariantCulture);
        if (time is { Second: 0, Millisecond: 0 } && Toss(3)) written = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        return written + new[] { "", "Z", "+00:00" }[_random.Next(3)];
    }

    private JsonNode? New() => _random.Next(6) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next()),
        2 => JsonValue.Create("\u0000ñ\uD83D\uDE00\""),
        3 => new JsonArray(1, null, new JsonObject { ["error"] = "no" }),
        4 => new JsonObject { ["requestId"] = "other", ["status"] = "FAILED", ["error"] = new JsonObject { ["code"] = 1 } },
        _ => JsonValue.Create(true),
    };

    private bool Toss(int sides = 2) => _random.Next(sides) == 0;
}
