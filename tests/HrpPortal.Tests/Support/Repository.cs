namespace HrpPortal.Tests.Support;

/// <summary>Where the checkout lies, and what lies beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The official contract and samples, where they lie beside the checkout.</summary>
    public static string Shared => Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HrpPortal.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("HrpPortal.sln was not found above the tests.");
    }
}
