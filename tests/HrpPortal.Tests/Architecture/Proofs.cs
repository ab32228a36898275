using System.Text.RegularExpressions;

namespace HrpPortal.Tests.Architecture;

/// <summary>Which tests say by <c>[Trait("Row", …)]</c> that they prove a promise; read from the sources, so that both test projects count.</summary>
internal static partial class Proofs
{
    /// <summary>Row → the tests that prove it, by folder and class; a class that is a proof as a whole stands alone.</summary>
    public static SortedDictionary<string, List<string>> Read() =>
        Read(Sources.Under("tests/", ".cs").Where(path => !path.Contains("/Architecture/", StringComparison.Ordinal)).Select(path => (Folder(path), Sources.Text(path))));

    public static SortedDictionary<string, List<string>> Read(IEnumerable<(string Folder, string Text)> sources)
    {
        var proofs = new SortedDictionary<string, List<string>>(RowOrder.Instance);
        foreach (var (folder, source) in sources.Where(source => source.Text.Contains("Trait(\"Row\"", StringComparison.Ordinal)))
        {
            var type = "";
            var rows = new List<string>();
            foreach (Match match in TraitOrDeclaration().Matches(source))
            {
                if (match.Groups["row"].Success)
                {
                    rows.Add(match.Groups["row"].Value);
                    continue;
                }

                var isType = match.Groups["type"].Success;
                if (isType) type = $"{folder}/{match.Groups["type"].Value}";
                foreach (var row in rows)
                {
                    if (!proofs.TryGetValue(row, out var tests)) proofs[row] = tests = [];
                    tests.Add(isType ? type : $"{type}.{match.Groups["test"].Value}");
                }

                rows.Clear();
            }
        }

        foreach (var tests in proofs.Values) tests.Sort(StringComparer.Ordinal);
        return proofs;
    }

    /// <summary>Linking of the tests, Browser/Linking of the browser tests.</summary>
    private static string Folder(string path)
    {
        var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        return folder.Replace("tests/HrpPortal.Tests/", "", StringComparison.Ordinal).Replace("tests/HrpPortal.", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Trait\(""Row"", ""(?<row>[^""]+)""\)|^\s*(?:public|internal) [\w ]*class (?<type>\w+)|^\s*public (?:async )?(?:Task|void) (?<test>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TraitOrDeclaration();

    /// <summary>T2 before T10, and 3.5.1 before 16.2.1.</summary>
    internal sealed partial class RowOrder : IComparer<string>
    {
        public static RowOrder Instance { get; } = new();

        public int Compare(string? x, string? y) => string.CompareOrdinal(Padded(x), Padded(y));

        private static string Padded(string? row) => Digits().Replace(row ?? "", match => match.Value.PadLeft(6, '0'));

        [GeneratedRegex(@"\d+")]
        private static partial Regex Digits();
    }
}
