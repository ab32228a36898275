using System.Text.Json;

namespace HrpPortal.Sandbox.People;

/// <summary>The part of demo-people.json that the consent manager knows: who has an account there, under which particulars.</summary>
internal static class DemoPeople
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<DemoPerson> Load(string? file)
    {
        if (file is "") return [];
        using var stream = File.OpenRead(file ?? Path.Combine(AppContext.BaseDirectory, "demo-people.json"));
        return JsonSerializer.Deserialize<List<DemoPerson>>(stream, Camel) ?? [];
    }
}

/// <param name="Account">"same": the account says what the hospital says; "differs": it says something else; "unknown": there is none.</param>
/// <param name="Linked">Care-context references that the consent manager holds as linked though the hospital does not know.</param>
internal sealed record DemoPerson(
    string Name,
    string Gender,
    string BirthDate,
    string? Mobile,
    string? PhrAddress,
    string? AbhaNumber,
    string Account,
    string? AccountName,
    string? AccountBirthDate,
    List<string>? Linked);
