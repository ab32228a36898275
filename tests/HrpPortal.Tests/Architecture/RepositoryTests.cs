using System.Text.RegularExpressions;
using System.Xml.Linq;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>What a clone holds: the same for everybody, everywhere, from any feed.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "wwwroot", "docs", "deploy", "HrpPortal.sln", "README.md", "LICENSE", "appsettings.json", "appsettings.Development.json",
        "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".gitattributes", ".gitignore", ".ci",
    ];

    [Fact]
    public void The_top_level_holds_only_what_is_allowed()
    {
        var names = Sources.All.Select(path => path.Split('/')[0]).Distinct().ToList();
        Assert.All(["src", "tests", "wwwroot", "HrpPortal.sln", "README.md", "appsettings.json"], name => Assert.Contains(name, names));
        Rule.NoneBreaks("The top level is fixed:", names.Except(TopLevel));
    }

    [Fact]
    public void Every_package_is_pinned_once_exactly_and_locked()
    {
        var central = Xml("Directory.Packages.props").Descendants("PackageVersion").ToDictionary(one => (string)one.Attribute("Include")!, one => (string)one.Attribute("Version")!);
        var projects = Sources.Under("", ".csproj").ToList();
        var references = projects.SelectMany(path => Xml(path).Descendants("PackageReference"), (path, reference) => (Path: path, Reference: reference)).ToList();
        var downloads = projects.Concat(Sources.Under("", ".targets")).SelectMany(path => Xml(path).Descendants("PackageDownload"), (path, download) => (Path: path, Download: download)).ToList();
        Assert.True(central.Count > 10 && references.Count > 10 && downloads.Count > 2 && projects.Count == 6);

        Rule.NoneBreaks("Exactly [x.y.z], in Directory.Packages.props:", central.Where(one => !Exact().IsMatch(one.Value)).Select(one => $"{one.Key} {one.Value}"));
        Rule.NoneBreaks("Exactly [x.y.z]:", downloads.Where(one => !Exact().IsMatch((string?)one.Download.Attribute("Version") ?? "")).Select(one => $"{one.Path}: {one.Download}"));
        Rule.NoneBreaks("The version stands in Directory.Packages.props alone:", references.Where(one => one.Reference.Attributes().Any(attribute => attribute.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))).Select(one => $"{one.Path}: {one.Reference}"));
        Rule.NoneBreaks("Pinned, and used by nobody:", central.Keys.Except(references.Select(one => (string)one.Reference.Attribute("Include")!)).Except(Transitive()));
        Rule.NoneBreaks("Each project has its lock file:", projects.Where(path => !Sources.All.Contains(Path.GetDirectoryName(path)!.Replace('\\', '/') + "/packages.lock.json")));
    }

    [Fact]
    public void Every_npm_package_is_pinned_exactly_and_locked()
    {
        var packages = Sources.All.Where(path => path.EndsWith("/package.json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(packages);
        foreach (var path in packages)
        {
            Rule.NoneBreaks($"{path} names exact versions:", LooseNpm().Matches(Sources.Text(path)).Select(match => match.Value));
            Assert.Contains(path.Replace("package.json", "package-lock.json", StringComparison.Ordinal), Sources.All);
            Assert.DoesNotContain("\"resolved\"", Sources.Text(path.Replace("package.json", "package-lock.json", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_file_names_a_package_host_or_a_place_of_one_machine()
    {
        Assert.Matches(PackageHost(), "https://api.n" + "uget.org/v3");
        Assert.Matches(MachinePlace(), "see /ho" + "me/asha/portal");
        Assert.DoesNotMatch(MachinePlace(), "https://portal.test/patients/new");
        Assert.True(Sources.Written.Count() > 300);

        Rule.NoneBreaks("Packages come from whatever feed the reader has, and the clone lies where the reader put it:",
            from path in Sources.Written
            from match in PackageHost().Matches(Sources.Text(path)).Concat(MachinePlace().Matches(Sources.Text(path)))
            select $"{path}: {match.Value}");
    }

    [Fact]
    public void Scripts_can_be_run()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var path in (string[])["tests/run", ".ci/run"])
            Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, path)).HasFlag(UnixFileMode.UserExecute), path);
    }

    /// <summary>Pinned although nobody asks for it by name: central pins hold transitive packages too.</summary>
    private static IEnumerable<string> Transitive() =>
        Sources.All.Where(path => path.EndsWith("/packages.lock.json", StringComparison.Ordinal)).SelectMany(path => CentralTransitive().Matches(Sources.Text(path)), (_, match) => match.Groups[1].Value);

    private static XDocument Xml(string path) => XDocument.Parse(Sources.Text(path));

    [GeneratedRegex(@"^\[(\d[\w.\-]*|\$\(\w+\))\]$")]
    private static partial Regex Exact();

    [GeneratedRegex("\"([^\"]+)\": \\{\\s*\"type\": \"CentralTransitive\"")]
    private static partial Regex CentralTransitive();

    [GeneratedRegex("\"[@\\w/.-]+\": \"[\\^~<>*][^\"]*\"")]
    private static partial Regex LooseNpm();

    [GeneratedRegex(@"n[u]get\.org|npm[j]s\.(org|com)|registry\.y[a]rnpkg|p[y]pi\.org|deb[i]an\.org|archive\.u[b]untu", RegexOptions.IgnoreCase)]
    private static partial Regex PackageHost();

    [GeneratedRegex(@"(?<![\w.:/~-])(/(ho[m]e|ro[o]t|wo[r]k|t[m]p|Use[r]s|mn[t]|sr[v])/[\w.-]+|[A-Z]:\\(Use[r]s|wo[r]k)\\)")]
    private static partial Regex MachinePlace();
}
