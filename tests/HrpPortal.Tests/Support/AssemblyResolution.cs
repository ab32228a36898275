using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace HrpPortal.Tests.Support;

/// <summary>bUnit asks for another version of AngleSharp.Diffing than the one that restores; the one beside us serves it.</summary>
internal static class AssemblyResolution
{
#pragma warning disable CA2255 // A module initializer is the one place that runs before xunit loads bUnit.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() =>
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
