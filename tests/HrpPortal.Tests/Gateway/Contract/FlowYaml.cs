using System.Text;

namespace HrpPortal.Tests.Gateway.Contract;

/// <summary>YAML on one line: <c>{type: object, required: [url], properties: {url: {type: string}}}</c>.</summary>
internal sealed class FlowYaml
{
    private readonly string _text;
    private int _at;

    private FlowYaml(string text) => _text = text;

    /// <summary>Null when it is something else that begins with a bracket.</summary>
    public static object? Read(string text)
    {
        var flow = new FlowYaml(text);
        try
        {
            var value = flow.Value();
            flow.Skip();
            return flow._at == text.Length ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private char Now => _at < _text.Length ? _text[_at] : throw new FormatException("The line ended too early.");

    private object Value()
    {
        Skip();
        return Now switch
        {
            '{' => Mapping(),
            '[' => Sequence(),
            '"' or '\'' => Quoted(),
            _ => Plain(",]}"),
        };
    }

    private Dictionary<string, object> Mapping()
    {
        var mapping = new Dictionary<string, object>(StringComparer.Ordinal);
        _at++;
        while (!Closes('}'))
        {
            var key = Now is '"' or '\'' ? Quoted() : Plain(":");
            Skip();
            if (Now != ':') throw new FormatException("A key without a value.");
            _at++;
            mapping[key] = Value();
        }

        return mapping;
    }

    private List<object> Sequence()
    {
        var sequence = new List<object>();
        _at++;
        while (!Closes(']')) sequence.Add(Value());
        return sequence;
    }

    private bool Closes(char bracket)
    {
        Skip();
        if (Now == ',') _at++;
        Skip();
        if (Now != bracket) return false;
        _at++;
        return true;
    }

    private string Quoted()
    {
        var quote = Now;
        var text = new StringBuilder();
        for (_at++; Now != quote || (quote == '\'' && _at + 1 < _text.Length && _text[_at + 1] == quote); _at++)
        {
            if (Now == '\\' && quote == '"') _at++;
            else if (Now == quote) _at++;
            text.Append(Now);
        }

        _at++;
        return text.ToString();
    }

    private string Plain(string ends)
    {
        var start = _at;
        while (!ends.Contains(Now, StringComparison.Ordinal)) _at++;
        return _text[start.._at].Trim();
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }
}
