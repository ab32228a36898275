using HrpPortal.Linking;

namespace HrpPortal.Tests.Support;

/// <summary>The people of the tests.</summary>
public static class A
{
    public static LinkActor Clerk { get; } = new("staff-1", "Kavita");
}
