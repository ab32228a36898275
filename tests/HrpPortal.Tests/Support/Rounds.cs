namespace HrpPortal.Tests.Support;

/// <summary>
/// How often a repeated test repeats: few times in CI, often at night. <c>HRP_ROUNDS</c> says which: absent is CI, <c>nightly</c>
/// is the night's count, a number multiplies CI's.
/// </summary>
internal static class Rounds
{
    public static int Of(int ci, int nightly) => Environment.GetEnvironmentVariable("HRP_ROUNDS") switch
    {
        null or "" => ci,
        "nightly" => nightly,
        var times => ci * int.Parse(times, System.Globalization.CultureInfo.InvariantCulture),
    };
}
