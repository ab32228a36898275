using System.Text.RegularExpressions;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>The files of the repository, by their paths from its root; what git ignores is not among them.</summary>
internal static partial class Sources
{
    private static readonly string[] Ignored = [".git", "artifacts", "bin", "obj", "data", "node_modules", "_framework", "TestResults", ".vs", ".idea"];

    public static IReadOnlyList<string> All { get; } = [.. Walk(new DirectoryInfo(Repository.Root)).Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>What people wrote, as opposed to pictures and the like.</summary>
    public static IEnumerable<string> Written => All.Where(path => Path.GetExtension(path) is not (".png" or ".woff2" or ".ico"));

    public static IEnumerable<string> Under(string folder, params string[] extensions) =>
        All.Where(path => path.StartsWith(folder, StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(path)));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public static int Lines(string path) => File.ReadLines(Path.Combine(Repository.Root, path)).Count();

    /// <summary>Only what the compiler acts on: no comments, no texts. In a .razor file texts stay, for attributes hold code.</summary>
    public static string Code(string path) => Code(Text(path), isRazor: path.EndsWith(".razor", StringComparison.Ordinal));

    public static string Code(string text, bool isRazor) =>
        CommentOrText().Replace(text, match => match.Groups["text"].Success ? (isRazor ? match.Value : "\"\"") : " ");

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles().Where(file => file.Extension != ".user")
        .Concat(folder.EnumerateDirectories().Where(one => !Ignored.Contains(one.Name)).SelectMany(Walk));

    [GeneratedRegex("""(?<text>\$*"{3,}[\s\S]*?"{3,}|\$?@\$?"(?:""|[^"])*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n]){1,8}')|//[^\n]*|/\*[\s\S]*?\*/|@\*[\s\S]*?\*@""")]
    private static partial Regex CommentOrText();
}
