using System.Reflection;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Sandbox;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Architecture;

/// <summary>The portal's folders are modules. Which may use which stands here, and what the compiled code uses is exactly that.</summary>
public sealed class ModuleTests
{
    /// <summary>The composition root may use everything and is used by nobody.</summary>
    private const string Root = "(root)";

    /// <summary>From the ground up: a folder uses only folders above it, so that there is no circle.</summary>
    private static readonly (string Folder, string Uses)[] Table =
    [
        ("Data", ""),
        ("Live", ""),
        ("Outbox", "Data Live"),
        ("Access", ""),
        ("Ui", "Access Data Live"),
        ("Callbacks", "Access Data Gateway Live Ui"),
        ("Errors", "Data Gateway Ui"),
        ("Me", "Access Data Ui"),
        ("Health", "Callbacks Data"),
        ("Audit", "Data"),
        ("Facilities", "Access Audit Callbacks Data Gateway Live Ui"),
        ("Patients", "Access Audit Data Facilities Ui"),
        ("Calls", "Callbacks Data Errors Gateway Live Outbox Patients"),
        ("Addresses", "Access Data Patients Ui"),
        ("Drafts", "Data Patients"),
        ("CareContexts", "Data Facilities Gateway Live Patients Ui"),
        ("LinkingTokens", "Access Addresses Callbacks Calls Data Errors Facilities Gateway Live Outbox Patients Ui"),
        ("Scans", "Access Addresses Callbacks Calls Data Facilities Gateway Live Patients Ui"),
        ("Sms", "Access Callbacks Data Errors Facilities Gateway Live Outbox Patients Ui"),
        ("Linking", "Access Addresses Audit Callbacks Calls CareContexts Data Drafts Errors Facilities Gateway LinkingTokens Live Outbox Patients Scans Sms Ui"),
        ("Office", "Access Audit Callbacks Data Facilities Linking Live Patients Ui"),
        ("Weather", "Access Data Facilities Gateway Linking Live Ui"),
        ("Discovery", "Callbacks Calls CareContexts Data Facilities Gateway Linking Live Outbox Patients Ui"),
        ("Readiness", "Access Audit Callbacks Data Discovery Facilities Gateway Linking Patients Ui"),
        ("Notices", "Callbacks Calls Data Facilities Gateway Linking LinkingTokens Live Outbox Patients Ui"),
        ("Desk", "Access Addresses Audit CareContexts Data Discovery Drafts Facilities Linking Live Me Notices Patients Scans Sms Ui"),
        ("Verify", "Callbacks Calls CareContexts Data Discovery Gateway Linking LinkingTokens Outbox Sms"),
        ("Demo", "CareContexts Data Facilities Linking Patients Sandbox"),
    ];

    /// <summary>Projects of their own; each counts as one folder.</summary>
    private static readonly string[] Projects = ["Gateway", "Sandbox"];

    private static readonly string[] Ground = ["Data", "Live", "Outbox", "Callbacks", "Ui"];
    private static readonly string[] Features = ["Linking", "LinkingTokens", "Patients", "CareContexts", "Facilities", "Desk", "Office"];

    [Fact]
    public void Folders_use_each_other_as_the_table_says_and_not_otherwise()
    {
        var listed = Table.SelectMany(row => row.Uses.Split(' ', StringSplitOptions.RemoveEmptyEntries), (row, used) => $"{row.Folder} -> {used}").ToHashSet();
        var used = Edges().ToHashSet();
        Assert.True(used.Count > 20, $"Only {used.Count} edges were read from the code.");

        Rule.NoneBreaks("Used, but not in the table:", used.Except(listed));
        Rule.NoneBreaks("In the table, but used by no code any more:", listed.Except(used));
    }

    [Fact]
    public void There_is_no_circle()
    {
        var above = new HashSet<string>(Projects);
        var circles = new List<string>();
        foreach (var (folder, uses) in Table)
        {
            circles.AddRange(uses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(used => !above.Contains(used)).Select(used => $"{folder} -> {used}"));
            above.Add(folder);
        }

        Rule.NoneBreaks("A folder uses only folders above it in the table:", circles);
    }

    [Fact]
    public void Every_folder_is_in_the_table_and_every_type_lies_in_one()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "HrpPortal")).Select(Path.GetFileName).Except(["Properties", "bin", "obj"]).Order().ToList();
        Assert.Equal(Table.Select(row => row.Folder).Order(), folders);

        var types = CodeType.Of(typeof(PortalDb).Assembly).Where(one => IsOurs(one.Type)).ToList();
        Assert.True(types.Count > 100);
        Rule.NoneBreaks("A type's namespace begins with the folder that it lies in:",
            types.Select(one => one.Type).Where(type => FolderOf(type) is var folder && folder != Root && !folders.Contains(folder)).Select(type => type.FullName!));
    }

    [Fact]
    public void The_ground_names_no_feature()
    {
        var edges = Edges().Select(edge => edge.Split(" -> ")).ToList();
        Assert.All(Ground.Except(["Data", "Live"]), folder => Assert.Contains(edges, edge => edge[0] == folder));
        Assert.All(Features, folder => Assert.Contains(edges, edge => edge[1] == folder || edge[0] == folder));

        Rule.NoneBreaks("Data, Live, Outbox, Callbacks and Ui serve all features and know none:",
            edges.Where(edge => Ground.Contains(edge[0]) && Features.Contains(edge[1])).Select(edge => string.Join(" -> ", edge)));
    }

    [Fact]
    public void The_gateway_client_and_the_sandbox_stand_alone()
    {
        Assert.Contains(typeof(PortalDb).Assembly.GetReferencedAssemblies(), name => name.Name == "HrpPortal.Gateway");
        Rule.NoneBreaks("The gateway client is of use to others, and the sandbox is a second witness of the wire: neither knows anything of ours.",
            ((Assembly[])[typeof(IGatewayApi).Assembly, typeof(SandboxApp).Assembly]).SelectMany(
                assembly => assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("HrpPortal", StringComparison.Ordinal)),
                (assembly, name) => $"{assembly.GetName().Name} -> {name.Name}"));
    }

    private static IEnumerable<string> Edges() =>
        from one in CodeType.Of(typeof(PortalDb).Assembly)
        let folder = FolderOf(one.Type)
        where IsOurs(one.Type) && folder != Root
        from use in one.Uses
        where IsOurs(use)
        let other = FolderOf(use)
        where other != folder
        select $"{folder} -> {other}";

    private static bool IsOurs(Type type) => Space(type) is { } space && (space == "HrpPortal" || space.StartsWith("HrpPortal.", StringComparison.Ordinal));

    /// <summary>HrpPortal.Linking.Pages lies in Linking.</summary>
    private static string FolderOf(Type type) => Space(type)?.Split('.') is [_, var folder, ..] ? folder : Root;

    private static string? Space(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type.Namespace;
    }
}
