using System.Text.RegularExpressions;
using System.Xml.Linq;
using HrpPortal.Tests.Architecture;

namespace HrpPortal.Tests.Texts;

/// <summary>The texts of one feature in one language, as the .resx holds them.</summary>
internal sealed partial record TextFile(string Path, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>In English; the other languages lie beside them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Sources.Under("src/HrpPortal/", ".resx").Where(path => path.EndsWith("Texts.resx", StringComparison.Ordinal))];

    /// <summary>src/HrpPortal/Ui/UiTexts.resx is the class UiTexts.</summary>
    public string Class => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static TextFile Read(string path) => new(
        path, XDocument.Parse(Sources.Text(path)).Root!.Elements("data").ToDictionary(one => (string)one.Attribute("name")!, one => (string?)one.Element("value") ?? ""));

    public static string In(string language, string path) => System.IO.Path.ChangeExtension(path, $".{language}.resx");

    /// <summary>{0}, {1:N0}: which values a text has places for.</summary>
    public static IReadOnlyList<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Place();
}
