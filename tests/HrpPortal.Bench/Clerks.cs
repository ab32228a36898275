using System.Diagnostics;
using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Bench;

/// <summary>Clerks who send records at a given rate, whether the portal keeps up or not.</summary>
internal sealed class Clerks(Portal portal)
{
    private static readonly LinkActor Clerk = new("bench", "Bench Clerk");

    /// <summary>As many names as a town has: were each of them another, what the portal knows of words would grow without end.</summary>
    private readonly string[] _names = [.. new IndianPeople(2_000).Everybody().Select(patient => patient.Name)];
    private readonly LinkService _links = portal.Services.GetRequiredService<LinkService>();

    /// <summary>Patients with an address and one record each, not linked.</summary>
    public async Task<List<LinkCommand>> RegisterAsync(int count)
    {
        var commands = new List<LinkCommand>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(2_000))
        {
            await using var db = await portal.OpenDbAsync();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var _ in chunk)
            {
                var number = Guid.NewGuid().ToString("N")[..12];
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                var patient = new Patient
                {
                    Id = Guid.CreateVersion7(), HipId = Portal.HipId, Number = number, Name = _names[Random.Shared.Next(_names.Length)], Gender = Gender.F,
                    BirthDate = new DateOnly(1980, 1, 1), PhrAddress = $"bench.{number}@sbx", RegisteredAt = now, UpdatedAt = now,
                };
                patient.Index();
                var record = new HealthRecord
                {
                    Id = Guid.CreateVersion7(), HipId = Portal.HipId, PatientId = patient.Id, VisitNumber = number, Date = new DateOnly(2026, 11, 22),
                    HiType = HiType.OPConsultation, Title = "Consultation note", CreatedAt = now,
                };
                db.AddRange(patient, record);
                commands.Add(new LinkCommand(Portal.HipId, patient.Id, Guid.CreateVersion7(), [new LinkCommandRecord(record.Id, new CareContextChoice.New())]));
            }

            await db.SaveChangesAsync();
        }

        return commands;
    }

    /// <summary>
    /// Each command at its own moment, late or not: what the portal is slow with does not slow down the clerks.
    /// </summary>
    /// <returns>Milliseconds from the click, when it was due, to "safely queued".</returns>
    public async Task<double[]> SendAsync(IReadOnlyList<LinkCommand> commands, double perSecond)
    {
        var start = Stopwatch.GetTimestamp();
        var sent = new List<Task<double>>(commands.Count);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (sent.Count < commands.Count)
        {
            await timer.WaitForNextTickAsync();
            var due = Math.Min(commands.Count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond));
            while (sent.Count < due)
            {
                var (command, at) = (commands[sent.Count], TimeSpan.FromSeconds(sent.Count / perSecond));
                sent.Add(Task.Run(async () =>
                {
                    if (await _links.SubmitAsync(command, Clerk) is not LinkSubmitted.Sent) throw new InvalidOperationException("A command was not taken.");
                    return (Stopwatch.GetElapsedTime(start) - at).TotalMilliseconds;
                }));
            }
        }

        return await Task.WhenAll(sent);
    }

    public async Task<int> LinkedAsync()
    {
        await using var db = await portal.OpenDbAsync();
        return await db.Set<LinkRequest>().CountAsync(request => request.HipId == Portal.HipId && request.State == LinkState.Linked);
    }

    /// <summary>Until all are linked, or none has been for a minute.</summary>
    public async Task<int> AllLinkedAsync(int count)
    {
        var (linked, since) = (await LinkedAsync(), Stopwatch.GetTimestamp());
        while (linked < count && Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            var now = await LinkedAsync();
            if (now > linked) (linked, since) = (now, Stopwatch.GetTimestamp());
        }

        return linked;
    }
}
