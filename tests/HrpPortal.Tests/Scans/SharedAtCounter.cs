using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Scans;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Scans;

/// <summary>A profile shared at the counter, as the callback's handler leaves it.</summary>
internal static class SharedAtCounter
{
    public static async Task<Guid> SharedAsync(this PageContext page, string address, int number, string name = "Asha Rao", int year = 1984, string mobile = "9840012345", string? abhaNumber = null)
    {
        var (services, clock) = (page.Services, page.Services.GetRequiredService<TimeProvider>());
        var profile = new SharedProfile
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow().AddMilliseconds(number)), HipId = PageContext.HipId, Day = new DateOnly(2026, 11, 22), Number = number, AddressHash = AddressStanding.HashOf(address),
        };
        var body = $$$$"""
            {"profile":{"hipCode":"OPD1","patient":{"healthId":"{{{{address}}}}","healthIdNumber":"{{{{abhaNumber}}}}","name":"{{{{name}}}}","gender":"F","yearOfBirth":{{{{year}}}},"monthOfBirth":3,"dayOfBirth":14,"identifiers":[{"type":"MOBILE","value":"+91{{{{mobile}}}}"}]}}}
            """;
        profile.Share("OPD1", services.GetRequiredService<CallbackBodies>().Close(Encoding.UTF8.GetBytes(body)), clock.Utc());
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        db.Add(profile);
        await db.SaveChangesAsync();
        services.GetRequiredService<LiveUpdates>().Publish(new LiveChange(ScanQueries.TopicOf(PageContext.HipId), profile.Id, "Shared"));
        return profile.Id;
    }
}
