namespace HrpPortal.Tests.Support;

/// <summary>A test that also reads the official contract and samples, which lie beside some checkouts; elsewhere it is reported as skipped.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedFolder.WhyAbsent;
}

public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedFolder.WhyAbsent;
}

public static class SharedFolder
{
    public static string? WhyAbsent => Directory.Exists(Location) ? null : "No ../shared (contract and samples) beside this checkout.";

    public static string Location => Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Location, file));

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "HrpPortal.sln"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
