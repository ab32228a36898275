using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrpPortal.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Sandbox;

public sealed partial class DemoPeopleTests
{
    private static readonly string[] HiTypes =
        ["OPConsultation", "Prescription", "DischargeSummary", "DiagnosticReport", "ImmunizationRecord", "HealthDocumentRecord", "WellnessRecord"];

    private static readonly DateOnly Latest = new(2026, 11, 22);

    private readonly List<JsonNode> people = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "demo-people.json")))!.AsArray().Select(person => person!)];

    [Fact]
    public void There_are_two_hundred_and_the_first_five_are_easily_remembered()
    {
        Assert.Equal(200, people.Count);
        Assert.Equal(["Asha Rao", "Ravi Kumar", "Lakshmi Narayanan", "Imran Qureshi", "Meera Joshi"], people.Take(5).Select(person => (string)person["name"]!));
        Assert.Equal("asha.rao@sbx", (string)people[0]["phrAddress"]!);
        Assert.Equal("differs", (string)people[3]["account"]!);
        Assert.Equal("CC-" + (string)people[4]["visits"]!.AsArray()[^1]!["visitNumber"]!, (string)people[4]["linked"]![0]!);
    }

    [Fact]
    public void Each_kind_of_trouble_is_there()
    {
        var withAddress = people.Where(person => person["phrAddress"] is not null).ToList();
        Assert.Equal(185, withAddress.Count);
        Assert.Equal(3, withAddress.Count(person => (string)person["account"]! == "differs"));
        Assert.Equal(2, withAddress.Count(person => (string)person["account"]! == "unknown"));
        Assert.Equal(2, people.Count(person => person["linked"] is JsonArray { Count: > 0 }));
        Assert.All(withAddress.Where(person => (string)person["account"]! == "differs"), person => Assert.True(person["accountName"] is not null || person["accountBirthDate"] is not null));
    }

    [Fact]
    public void Everyone_is_plausible()
    {
        Assert.All(people, person =>
        {
            Assert.Matches(@"^SH-\d{6}$", (string)person["number"]!);
            Assert.Matches(@"^[A-Za-z][A-Za-z' ]+$", (string)person["name"]!);
            Assert.Contains((string)person["gender"]!, new[] { "M", "F", "O" });
            Assert.Matches(@"^[6-9]\d{9}$", (string)person["mobile"]!);
            if ((string?)person["phrAddress"] is { } address) Assert.Matches(Address(), address);
            if ((string?)person["abhaNumber"] is { } number) Assert.True(number.Length == 14 && PassesLuhn(number), number);
            Assert.InRange(Date(person["birthDate"]), new DateOnly(1930, 1, 1), Latest);
        });
        Assert.Distinct(people.Select(person => (string)person["number"]!));
        Assert.Distinct(people.Select(person => (string?)person["phrAddress"]).OfType<string>());
        Assert.Distinct(people.Select(person => (string?)person["abhaNumber"]).OfType<string>());
    }

    [Fact]
    public void Visits_have_records_and_nothing_clinical_in_their_titles()
    {
        var visits = people.SelectMany(person => person["visits"]!.AsArray().Select(visit => (Person: person, Visit: visit!))).ToList();
        Assert.All(visits, one =>
        {
            Assert.Matches(@"^(OPD|IPD)-2026-\d{5}$", (string)one.Visit["visitNumber"]!);
            Assert.InRange(Date(one.Visit["date"]), new DateOnly(2026, 1, 1), Latest);
            Assert.NotEmpty(one.Visit["records"]!.AsArray());
            Assert.All(one.Visit["records"]!.AsArray(), record =>
            {
                Assert.Contains((string)record!["hiType"]!, HiTypes);
                Assert.Matches("^[A-Z][A-Za-z ]+$", (string)record["title"]!);
                Assert.StartsWith("Dr ", (string)record["doctor"]!);
            });
        });
        Assert.Distinct(visits.Select(one => (string)one.Visit["visitNumber"]!));
        Assert.All(people, person => Assert.NotEmpty(person["visits"]!.AsArray()));
        Assert.Equal(HiTypes.Order(), visits.SelectMany(one => one.Visit["records"]!.AsArray().Select(record => (string)record!["hiType"]!)).Distinct().Order());
    }

    [Fact]
    public async Task The_consent_manager_knows_who_has_an_account_and_what_is_linked()
    {
        await using var app = SandboxApp.Build([], options => options.Port = 0);
        var state = app.Services.GetRequiredService<SandboxState>();

        Assert.Equal(2, state.Linked.Count);
        Assert.All(state.Linked, link => Assert.Equal(0, link.SuccessEffects));
        Assert.NotNull(state.Find("IN0710000001", "meera.joshi@sbx", (string)people[4]["linked"]![0]!));
    }

    private static DateOnly Date(JsonNode? node) => DateOnly.ParseExact((string)node!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool PassesLuhn(string digits) => digits.Reverse().Select((digit, index) => (digit - '0') * (1 + (index % 2))).Sum(value => value > 9 ? value - 9 : value) % 10 == 0;

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.]+[a-zA-Z0-9]@sbx$")]
    private static partial Regex Address();
}
