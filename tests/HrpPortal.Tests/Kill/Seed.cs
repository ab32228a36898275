using System.Globalization;

namespace HrpPortal.Tests.Kill;

/// <summary>Where chance begins: HRP_SEED gives a failure's seed back. What the machine's scheduler adds cannot be given back.</summary>
internal static class Seed
{
    public static int Of() => Environment.GetEnvironmentVariable("HRP_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next();
}
