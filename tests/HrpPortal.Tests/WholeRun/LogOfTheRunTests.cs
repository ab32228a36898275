using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.WholeRun;

/// <summary>Every line that the portal logged in every test of a run, searched for what must never be in a log.</summary>
[Trait("Category", "WholeRun")]
public sealed partial class LogOfTheRunTests
{
    [WholeRunFact("HRP_TEST_LOG"), Trait("Row", "16.2.1"), Trait("Row", "A19")]
    public void No_seeded_name_number_address_or_token_in_any_log()
    {
        var names = SearchValues.Create([.. Seeded()], StringComparison.OrdinalIgnoreCase);
        var lines = 0;
        var found = new List<string>();
        foreach (var line in File.ReadLines(Environment.GetEnvironmentVariable("HRP_TEST_LOG")!))
        {
            lines++;
            if (What(line, names) is { } what) found.Add($"line {lines}, {what}: {line}");
        }

        Assert.True(lines > 100, $"The log of the run has {lines} lines: the tests did not write to it.");
        Assert.True(found.Count == 0, $"{found.Count} lines say what must not be said:\n{string.Join('\n', found.Take(30))}");
    }

    [Theory]
    [InlineData("Patient Asha Rao was opened", "a seeded text")]
    [InlineData("asked for asha.RAO@sbx", "a seeded text")]
    [InlineData("mobile 9735468487.", "a seeded text")]
    [InlineData("ABHA 91-9836-9006-0261", "a seeded text")]
    [InlineData("to somebody.new@abdm", "a PHR address")]
    [InlineData("ABHA 11-2222-3333-4444", "an ABHA number")]
    [InlineData("for Test Person12", "a person of the tests")]
    [InlineData("called 9840000012", "a person of the tests")]
    [InlineData("X-Token: eyJhbGciOiJSUzUxMiJ9.eyJpc3MiOiJ4In0.c2ln", "a token")]
    [InlineData("id 119735468487, link 0197-1234-5678-9012 to Test Hospital at 10:11", null)]
    public void The_search_finds_each_kind_and_nothing_else(string line, string? what) =>
        Assert.Equal(what, What(line, SearchValues.Create([.. Seeded()], StringComparison.OrdinalIgnoreCase)));

    private static string? What(string line, SearchValues<string> names)
    {
        if (TestPerson().IsMatch(line)) return "a person of the tests";
        if (Token().IsMatch(line)) return "a token";
        for (var at = line.AsSpan().IndexOfAny(names); at >= 0;)
        {
            // A seeded number inside a longer one is another number.
            if (!char.IsAsciiDigit(line[at]) || ((at == 0 || !char.IsAsciiLetterOrDigit(line[at - 1])) && Number().Match(line, at).Length is 10 or 14 or 17)) return "a seeded text";
            var next = line.AsSpan(at + 1).IndexOfAny(names);
            at = next < 0 ? -1 : at + 1 + next;
        }

        if (Address().IsMatch(line)) return "a PHR address";
        return AbhaNumber().IsMatch(line) ? "an ABHA number" : null;
    }

    /// <summary>What the demo hospital and the sandbox's accounts are made from.</summary>
    private static IEnumerable<string> Seeded()
    {
        using var people = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "HrpPortal.Sandbox", "demo-people.json")));
        Assert.True(people.RootElement.GetArrayLength() > 100);
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people.RootElement.EnumerateArray())
        {
            foreach (var field in (string[])["name", "mobile", "phrAddress", "abhaNumber"])
                if (person.TryGetProperty(field, out var value) && value.GetString() is { Length: > 0 } text) texts.Add(text);
            if (person.TryGetProperty("abhaNumber", out var abha) && abha.GetString() is { Length: 14 } digits)
                texts.Add($"{digits[..2]}-{digits[2..6]}-{digits[6..10]}-{digits[10..]}");
        }

        Assert.True(texts.Count > 300);
        return texts;
    }

    [GeneratedRegex(@"\bTest Person\d|\btest\.person\d|(?<![\w-])98400\d{5}(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex TestPerson();

    /// <summary>A JSON Web Token, or enough of one to be worth stealing.</summary>
    [GeneratedRegex(@"\beyJ[\w-]{8,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"[\w.]@(sbx|abdm)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w-])\d{2}-\d{4}-\d{4}-\d{4}(?![\w-])")]
    private static partial Regex AbhaNumber();

    [GeneratedRegex(@"\G[\d-]+")]
    private static partial Regex Number();
}
