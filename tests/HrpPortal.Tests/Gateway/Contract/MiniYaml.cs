using System.Text;

namespace HrpPortal.Tests.Gateway.Contract;

/// <summary>
/// The little of YAML that ABDM's OpenAPI documents use: mappings and sequences by indentation, block texts, quoted and plain scalars,
/// inline lists and mappings. Mappings become dictionaries, sequences lists, all scalars text.
/// </summary>
internal sealed class MiniYaml
{
    private readonly List<(int Indent, string Text)> _lines;
    private int _at;

    private MiniYaml(IEnumerable<string> lines) =>
        _lines = [.. lines.Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#' && text != "---")
            .Select(line => (line.Length - line.TrimStart().Length, line.Trim()))];

    public static Dictionary<string, object> Read(string path) => (Dictionary<string, object>)new MiniYaml(File.ReadLines(path)).Node(0);

    private object Node(int indent) => IsItem(_lines[_at].Text) ? Sequence(indent) : Mapping(indent);

    private Dictionary<string, object> Mapping(int indent)
    {
        var mapping = new Dictionary<string, object>(StringComparer.Ordinal);
        while (_at < _lines.Count && _lines[_at].Indent == indent && !IsItem(_lines[_at].Text))
        {
            var (key, rest) = Split(_lines[_at].Text);
            _at++;
            mapping[key] = Value(rest, indent);
        }

        return mapping;
    }

    private List<object> Sequence(int indent)
    {
        var sequence = new List<object>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && IsItem(_lines[_at].Text))
        {
            var item = _lines[_at].Text[1..].TrimStart();
            if (!HasKey(item))
            {
                _at++;
                sequence.Add(Scalar(item));
                continue;
            }

            // "- key: value" is a mapping that begins after the dash.
            var inner = indent + _lines[_at].Text.Length - item.Length;
            _lines[_at] = (inner, item);
            sequence.Add(Mapping(inner));
        }

        return sequence;
    }

    private object Value(string rest, int indent)
    {
        if (rest is ">" or "|" or ">-" or "|-")
            return Block(indent);
        if (rest.Length > 0)
            return Scalar(rest + Continuation(indent));

        // A sequence may stand at its key's own indentation.
        if (_at < _lines.Count && (_lines[_at].Indent > indent || (_lines[_at].Indent == indent && IsItem(_lines[_at].Text))))
            return Node(_lines[_at].Indent);
        return "";
    }

    /// <summary>A text over several lines, all of them deeper than its key.</summary>
    private string Block(int indent)
    {
        var text = new StringBuilder();
        while (_at < _lines.Count && _lines[_at].Indent > indent)
            text.AppendLine(_lines[_at++].Text);
        return text.ToString();
    }

    /// <summary>A plain or quoted text goes on in deeper lines.</summary>
    private string Continuation(int indent)
    {
        var text = new StringBuilder();
        while (_at < _lines.Count && _lines[_at].Indent > indent)
            text.Append(' ').Append(_lines[_at++].Text);
        return text.ToString();
    }

    private static object Scalar(string text) => text is ['[' or '{', ..] && FlowYaml.Read(text) is { } inline ? inline : Unquoted(text);

    private static string Unquoted(string text) => text is ['"' or '\'', ..] && text[^1] == text[0] ? text[1..^1] : text;

    private static bool IsItem(string text) => text == "-" || text.StartsWith("- ", StringComparison.Ordinal);

    private static bool HasKey(string text) => text[0] is not ('"' or '\'' or '[' or '{') && (text.Contains(": ", StringComparison.Ordinal) || text.EndsWith(':'));

    private static (string Key, string Value) Split(string text)
    {
        var colon = text[0] is '"' or '\'' ? text.IndexOf(':', text.IndexOf(text[0], 1)) : text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && text.EndsWith(':'))
            colon = text.Length - 1;
        return colon < 0
            ? throw new FormatException($"Not a key: {text}")
            : (Unquoted(text[..colon].Trim()), text[(colon + 1)..].Trim());
    }
}
