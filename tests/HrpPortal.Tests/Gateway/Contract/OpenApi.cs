using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HrpPortal.Tests.Gateway.Contract;

/// <summary>An OpenAPI document, as far as checking the JSON body of a POST needs it.</summary>
internal sealed class OpenApi(string file)
{
    private readonly Dictionary<string, object> _document = MiniYaml.Read(file);

    public bool HasPath(string path) => Paths.ContainsKey(path);

    private Dictionary<string, object> Paths => (Dictionary<string, object>)_document["paths"];

    /// <summary>Every way in which a body differs from what the document asks for at that path; a member that it does not know is one.</summary>
    public List<string> Mistakes(string path, JsonElement body, string method = "post")
    {
        var mistakes = new List<string>();
        var schema = Walk(Paths[path], method, "requestBody", "content", "application/json", "schema");
        Check(schema, body, "", mistakes);
        return mistakes;
    }

    /// <summary>The names of the headers that a call must have.</summary>
    public IEnumerable<string> Headers(string path, string method = "post") =>
        from parameter in (List<object>)Walk(Paths[path], method)["parameters"]
        let header = Resolve((Dictionary<string, object>)parameter)
        where Text(header, "in") == "header" && Text(header, "required") == "true"
        select Text(header, "name");

    private void Check(Dictionary<string, object> schema, JsonElement value, string at, List<string> mistakes)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null && Text(schema, "nullable") == "true") return;
        switch (Text(schema, "type"))
        {
            case "object" when value.ValueKind == JsonValueKind.Object:
                CheckObject(schema, value, at, mistakes);
                break;
            case "array" when value.ValueKind == JsonValueKind.Array:
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    Check((Dictionary<string, object>)schema["items"], item, $"{at}[{index}]", mistakes);
                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckText(schema, value.GetString()!, at, mistakes);
                break;
            case "integer" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _):
            case "number" when value.ValueKind == JsonValueKind.Number:
                CheckPattern(schema, value.GetRawText(), at, mistakes);
                break;
            default:
                mistakes.Add($"{at} is {value.ValueKind}, not {Text(schema, "type")}");
                break;
        }
    }

    private void CheckObject(Dictionary<string, object> schema, JsonElement value, string at, List<string> mistakes)
    {
        var properties = (Dictionary<string, object>)schema["properties"];
        foreach (var name in schema.TryGetValue("required", out var required) ? (List<object>)required : [])
        {
            // The gateway's document demands a few members that it describes nowhere: a slip, not a rule.
            if (properties.ContainsKey((string)name) && !value.TryGetProperty((string)name, out _))
                mistakes.Add($"{at}.{name} is missing");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetValue(member.Name, out var property))
                Check((Dictionary<string, object>)property, member.Value, $"{at}.{member.Name}", mistakes);
            else
                mistakes.Add($"{at}.{member.Name} is unknown");
        }
    }

    private static void CheckText(Dictionary<string, object> schema, string value, string at, List<string> mistakes)
    {
        if (schema.TryGetValue("enum", out var allowed) && !((List<object>)allowed).Contains(value))
            mistakes.Add($"{at} is {value}, which is not in the enum");
        CheckPattern(schema, value, at, mistakes);
        if (Text(schema, "format") == "uuid" && !Guid.TryParseExact(value, "D", out _))
            mistakes.Add($"{at} is not a UUID");
        if (Text(schema, "format") == "date-time"
            && !DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            mistakes.Add($"{at} is not a UTC time with milliseconds");
    }

    private static void CheckPattern(Dictionary<string, object> schema, string value, string at, List<string> mistakes)
    {
        if (Text(schema, "pattern") is { } pattern && !Regex.IsMatch(value, pattern, RegexOptions.NonBacktracking))
            mistakes.Add($"{at} does not fit {pattern}");
    }

    private Dictionary<string, object> Resolve(Dictionary<string, object> schema)
    {
        while (Text(schema, "$ref") is { } reference)
            schema = Walk(_document, reference.TrimStart('#', '/').Split('/'));
        return schema;
    }

    private static Dictionary<string, object> Walk(object from, params string[] keys) =>
        (Dictionary<string, object>)keys.Aggregate(from, (node, key) => ((Dictionary<string, object>)node)[key]);

    private static string? Text(Dictionary<string, object> schema, string key) => schema.GetValueOrDefault(key) as string;
}
