using System.Text.Json;
using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.Accessibility;

/// <summary>axe-core as npm delivers it, run inside an open page.</summary>
internal static class Axe
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers", "axe");

    public static string Script { get; } = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");

    /// <summary>What breaks WCAG 2.0, 2.1 or 2.2 at levels A and AA, one line each: the rule, what it asks for, and the first element.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        // Evaluated by the debugger and not added as an element: the page's own policy allows no foreign script.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'],
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] })).violations
              .map(one => `${one.id}: ${one.help} · ${one.nodes.length}× ${one.nodes[0].html.slice(0, 200)} · ${one.nodes[0].failureSummary}`)
            """);
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }
}

/// <summary>A test with axe-core. Without its script it is skipped with the reason; in CI, where tests/run installs it, it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute()
    {
        if (!File.Exists(Axe.Script) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "npm ci in tests/peers/axe was not run (tests/run does it).";
    }
}
