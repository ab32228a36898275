namespace HrpPortal.Tests.Architecture;

/// <summary>How a rule fails: with every offender, not the first.</summary>
internal static class Rule
{
    public static void NoneBreaks(string rule, IEnumerable<string> offenders)
    {
        var all = offenders.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{rule}\n{all.Count} break it:\n  {string.Join("\n  ", all)}");
    }
}
