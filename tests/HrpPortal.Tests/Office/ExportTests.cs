using System.Net;
using System.Text;
using HrpPortal.Audit;
using HrpPortal.Office;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Office;

/// <summary>Links as a file: for the records office, masked, harmless in a spreadsheet, and never without a trace.</summary>
public sealed class ExportTests(ExportTests.Host host) : IClassFixture<ExportTests.Host>
{
    [Fact, Trait("Row", "A19")]
    public async Task A_clerk_gets_403_and_somebody_unknown_401()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(PortalUrls.LinkExport(), "clerk")).StatusCode);
        using var client = host.Portal.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(PortalUrls.LinkExport())).StatusCode);
    }

    [Fact]
    public async Task The_file_begins_with_its_mark_has_both_times_and_masks_address_and_phone()
    {
        var patient = await host.Portal.PatientAsync();
        var id = await host.Portal.SendAsync(patient, await host.Portal.RecordAsync(patient));
        var row = (await host.Portal.DetailsAsync(id)).Row;

        using var answer = await GetAsync(PortalUrls.LinkExport(text: patient.Number), "records");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("attachment; filename=\"links-", answer.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("reference,status,code,patient_number,patient,address,phone,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{row.Reference},", lines[1], StringComparison.Ordinal);
        Assert.Contains($",te••••@sbx,98••••{patient.Mobile![^2..]},", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(patient.PhrAddress!, lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(patient.Mobile, lines[1], StringComparison.Ordinal);
        Assert.Contains($",{row.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'},", lines[1], StringComparison.Ordinal);
        var india = TimeZoneInfo.ConvertTimeFromUtc(row.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));
        Assert.Contains($",{india:dd-MMM-yyyy HH:mm:ss},", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_spreadsheet_would_run_is_only_text_there()
    {
        var patient = await host.Portal.PatientAsync();
        await using (var db = await host.Portal.OpenDbAsync())
            await db.Set<Patient>().Where(one => one.Id == patient.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Name, "=1+1"));
        await host.Portal.SendAsync(patient, await host.Portal.RecordAsync(patient));

        var text = await (await GetAsync(PortalUrls.LinkExport(text: patient.Number), "records")).Content.ReadAsStringAsync();

        Assert.Contains("'=1+1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1+1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_the_list_is_in_the_file_once_and_the_trail_says_who_took_how_many()
    {
        var patient = await host.Portal.PatientAsync();
        var rows = await ManyLinks.MakeAsync(host.Portal, patient, 1200);

        var text = await (await GetAsync(PortalUrls.LinkExport("linked", patient.Number), "records")).Content.ReadAsStringAsync();

        var references = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]).ToList();
        Assert.Equal(rows.Order(), references.Order());
        await using var db = await host.Portal.OpenDbAsync();
        var entry = await db.Set<AuditEntry>().OrderByDescending(one => one.Id).FirstAsync(one => one.Count == 1200);
        Assert.Equal((AuditAction.LinksExported, "Test Person", "status=linked text"), (entry.What, entry.WhoName, entry.Detail));
    }

    [Theory]
    [InlineData("asha.rao@sbx", "as••••@sbx")]
    [InlineData("abc@sbx", "••••@sbx")]
    [InlineData("nothing", "no••••")]
    public void An_address_shows_its_domain_and_two_letters(string address, string masked) => Assert.Equal(masked, Mask.Address(address));

    private async Task<HttpResponseMessage> GetAsync(string path, string role)
    {
        using var client = host.Portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", StaffCookie.For(host.Portal.Services, role));
        return await client.SendAsync(request);
    }

    public sealed class Host : IAsyncLifetime
    {
        public PortalHost Portal { get; private set; } = null!;

        public async Task InitializeAsync() => Portal = await PortalHost.StartAsync();

        public async Task DisposeAsync() => await Portal.DisposeAsync();
    }
}
