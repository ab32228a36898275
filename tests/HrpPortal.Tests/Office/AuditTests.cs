using System.Net;
using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Office;

/// <summary>The trail by the whole portal: what stands in it, who may read it, and that reading it home stands in it too.</summary>
public sealed class AuditTests(ExportTests.Host host) : IClassFixture<ExportTests.Host>
{
    private PortalHost Portal => host.Portal;

    [Theory, Trait("Row", "A19")]
    [InlineData(Roles.Clerk, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Records, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Admin, HttpStatusCode.OK)]
    public async Task The_trail_and_its_file_are_for_administrators(string role, HttpStatusCode status)
    {
        var page = await GetAsync(PortalUrls.Audit, role);
        Assert.Equal(status, page.StatusCode == HttpStatusCode.Redirect ? HttpStatusCode.Forbidden : page.StatusCode);
        Assert.Equal(status, (await GetAsync(PortalUrls.AuditExport(null, null, null, null), role)).StatusCode);
    }

    [Fact]
    public async Task Who_opens_a_patient_is_written_down_once_for_a_look_and_by_each_way_there_is()
    {
        var patient = await Portal.PatientAsync();
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        string[] ways = [PortalUrls.Patient(patient.Id), PortalUrls.DeskPatient(patient.Id), PortalUrls.EditPatient(patient.Id), PortalUrls.Link(id)];
        for (var way = 0; way < ways.Length; way++)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(ways[way], Roles.Records)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(ways[way], Roles.Records)).StatusCode);
            Assert.Equal(way + 1, (await OfAsync(patient)).Count(entry => entry.What == AuditAction.PatientOpened));
            Portal.Clock.Advance(TimeSpan.FromMinutes(11));
        }
    }

    [Fact]
    public async Task One_look_that_reads_twice_at_once_is_one_entry()
    {
        var patient = await Portal.PatientAsync();
        var trail = Portal.Services.GetRequiredService<AuditTrail>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => trail.OpenedAsync(PortalHost.HipId, "somebody", "Some Body", patient.Id))));

        Assert.Single(await OfAsync(patient));
    }

    [Fact]
    public async Task What_is_sent_cancelled_and_tried_again_names_the_patient_and_the_request()
    {
        var patient = await Portal.PatientAsync(account => account with { Name = "Wholly Different", Gender = "M" });
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient), await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, LinkState.NeedsHuman);

        Assert.True(await Portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await Portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.False(await Portal.Links.CancelAsync(PortalHost.HipId, id, A.Clerk));

        Assert.Equal(
            [(AuditAction.LinksSent, 2, id, A.Clerk.Id), (AuditAction.LinkTriedAgain, 1, id, A.Clerk.Id)],
            (await OfAsync(patient)).Select(entry => (entry.What, entry.Count, entry.LinkRequestId!.Value, entry.Who)));
    }

    [Fact]
    public async Task The_page_names_numbers_and_references_and_no_patient_and_is_narrowed_by_its_address()
    {
        var (one, other) = (await Portal.PatientAsync(name: "Meenakshi Sundaram"), await Portal.PatientAsync());
        var id = await Portal.SendAsync(one, await Portal.RecordAsync(one));
        await Portal.SendAsync(other, await Portal.RecordAsync(other));
        var reference = (await Portal.DetailsAsync(id)).Row.Reference;

        var all = await ReadAsync(PortalUrls.Audit);
        var narrowed = await ReadAsync(PortalUrls.AuditOf(one.Id));

        Assert.Contains(other.Number, all, StringComparison.Ordinal);
        Assert.Contains("Sent records to link", narrowed, StringComparison.Ordinal);
        Assert.Contains(one.Number, narrowed, StringComparison.Ordinal);
        Assert.Contains(reference, narrowed, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Number, narrowed, StringComparison.Ordinal);
        Assert.DoesNotContain("Meenakshi", all + narrowed, StringComparison.Ordinal);
        Assert.Contains("Nothing fits", await ReadAsync(PortalUrls.AuditList("LinkCancelled", patient: one.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_holds_what_the_page_was_narrowed_to_and_that_it_was_taken_is_in_the_trail()
    {
        var patient = await Portal.PatientAsync();
        await Portal.SendAsync(patient, await Portal.RecordAsync(patient));

        var lines = (await ReadAsync(PortalUrls.AuditExport("LinksSent", null, null, patient.Id))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.Contains($",LinksSent,1,,{patient.Number},", lines[1], StringComparison.Ordinal);
        Assert.Contains("Exported this trail", await ReadAsync(PortalUrls.AuditList("TrailExported")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_could_have_chosen_narrows_nothing_and_breaks_nothing()
    {
        foreach (var query in (string[])["?what=9999", "?what=%00", "?day=2026-02-30", "?patient=x", "?page=-3", "?page=99999999999", "?who=%27--"])
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(PortalUrls.Audit + query, Roles.Admin)).StatusCode);
    }

    private async Task<List<AuditEntry>> OfAsync(Patient patient)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<AuditEntry>().Where(entry => entry.PatientId == patient.Id).OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync();
    }

    private async Task<string> ReadAsync(string path) => await (await GetAsync(path, Roles.Admin)).Content.ReadAsStringAsync();

    private async Task<HttpResponseMessage> GetAsync(string path, string role)
    {
        using var client = Portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", StaffCookie.For(Portal.Services, role));
        return await client.SendAsync(request);
    }
}
