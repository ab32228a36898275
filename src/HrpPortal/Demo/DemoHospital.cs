using System.Text.Json;
using System.Text.Json.Serialization;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Demo;

/// <summary>Invented patients, visits and records, from the file that the sandbox's consent manager has its accounts from.</summary>
internal static class DemoHospital
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static async Task SeedAsync(PortalDb db, string hipId, string file, DateOnly today, DateTime now)
    {
        if (await db.Set<Patient>().AnyAsync()) return;
        await using var stream = File.OpenRead(file);
        var people = await JsonSerializer.DeserializeAsync<List<Person>>(stream, Json) ?? [];

        // The file has a "today" of its own: the newest visit. Records of that day are today's, whenever the demo is first run.
        var shift = today.DayNumber - people.SelectMany(person => person.Visits).Max(visit => visit.Date).DayNumber;
        foreach (var person in people) Add(db, hipId, person, shift, now);
        await db.SaveChangesAsync();
    }

    private static void Add(PortalDb db, string hipId, Person person, int shift, DateTime now)
    {
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(),
            HipId = hipId,
            Number = person.Number,
            Name = person.Name,
            Gender = person.Gender,
            BirthDate = person.BirthDate,
            Mobile = person.Mobile,
            PhrAddress = person.PhrAddress,
            AbhaNumber = person.AbhaNumber,
            RegisteredAt = now,
            UpdatedAt = now,
        };
        patient.Index();
        db.Add(patient);
        foreach (var visit in person.Visits)
        {
            db.AddRange(visit.Records.Select(record => new HealthRecord
            {
                Id = Guid.CreateVersion7(),
                HipId = hipId,
                PatientId = patient.Id,
                VisitNumber = visit.VisitNumber,
                Date = visit.Date.AddDays(shift),
                HiType = record.HiType,
                Title = record.Title,
                Doctor = record.Doctor,
                CreatedAt = now,
            }));
        }
    }

    private sealed record Person(
        string Number, string Name, Gender Gender, DateOnly BirthDate, string? Mobile, string? PhrAddress, string? AbhaNumber, List<Visit> Visits);

    private sealed record Visit(string VisitNumber, DateOnly Date, List<Paper> Records);

    private sealed record Paper(string Title, HiType HiType, string? Doctor);
}
