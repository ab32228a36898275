using System.Net;
using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Notices;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using AbdmCall = HrpPortal.Calls.AbdmCall;

namespace HrpPortal.Tests.Notices;

/// <summary>What ABDM tells of its own accord, from the signed call to the row, the patient's file and the answer that we owe.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private PortalHost _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact, Trait("Row", "ABHA_OPT_OUT")]
    public async Task Who_left_has_no_address_on_file_and_waiting_requests_say_why()
    {
        var patient = await _portal.PatientAsync(address: "Leaves.Now@sbx");
        var command = PortalHost.Command(patient, new HrpPortal.CareContexts.CareContextChoice.New(), await _portal.RecordAsync(patient)) with { Hold = TimeSpan.FromHours(1) };
        var id = ((LinkSubmitted.Sent)await _portal.Links.SubmitAsync(command, A.Clerk)).RequestIds.Single();

        var call = await StatusAsync("DELETED", "leaves.now@sbx");

        var parked = await _portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal(LinkReason.AddressLeft, parked.Row.Reason);
        await using var db = await _portal.OpenDbAsync();
        var file = await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id);
        Assert.Equal((null, null, null), (file.PhrAddress, file.AbhaNumber, file.AddressKey));
        Assert.DoesNotContain("leaves.now", file.SearchText, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(NoticeKind.Deleted, Assert.Single(await NoticesAsync(patient)).Kind);

        var answer = await AnswerAsync(call);
        Assert.Contains("\"acknowledgment\":{\"status\":\"OK\"}", answer.Body, StringComparison.Ordinal);
        Assert.Contains($"\"resp\":{{\"requestId\":\"{call}\"}}", answer.Body, StringComparison.Ordinal);
        Assert.Equal("sbx", answer.Row.CmId);
    }

    [Fact, Trait("Row", "ABHA_OPT_OUT")]
    public async Task A_paused_address_is_not_linked_to_until_it_is_active_again()
    {
        var patient = await _portal.PatientAsync();
        var record = await _portal.RecordAsync(patient);
        await StatusAsync("DEACTIVATED", patient.PhrAddress!);

        var refused = Assert.IsType<LinkSubmitted.Invalid>(
            await _portal.Links.SubmitAsync(PortalHost.Command(patient, new HrpPortal.CareContexts.CareContextChoice.New(), record), A.Clerk));
        Assert.True(refused.Errors.Any);
        Assert.Equal(NoticeKind.Deactivated, Assert.Single(await NoticesAsync(patient)).Kind);

        await StatusAsync("REACTIVATED", patient.PhrAddress!);
        await _portal.UntilAsync(await _portal.SendAsync(patient, record), LinkState.Linked);
    }

    [Fact]
    public async Task The_same_notice_again_changes_nothing_and_is_answered_once()
    {
        var patient = await _portal.PatientAsync();
        var call = Guid.NewGuid();
        await StatusAsync("DEACTIVATED", patient.PhrAddress!, call);
        await StatusAsync("DEACTIVATED", patient.PhrAddress!, call);

        Assert.Single(await NoticesAsync(patient));
        await using var db = await _portal.OpenDbAsync();
        Assert.Equal(1, await db.Set<AbdmCall>().CountAsync(one => one.RequestId == call));
    }

    [Fact]
    public async Task A_word_that_is_not_known_is_kept_and_changes_nothing()
    {
        var patient = await _portal.PatientAsync();
        await StatusAsync("VANISHED", patient.PhrAddress!);
        Assert.Empty(await NoticesAsync(patient));
    }

    [Fact]
    public async Task Another_facilitys_notice_leaves_our_patient_alone()
    {
        var patient = await _portal.PatientAsync();
        await StatusAsync("DELETED", patient.PhrAddress!, hipId: PortalHost.OtherHipId);
        Assert.Empty(await NoticesAsync(patient));
        await using var db = await _portal.OpenDbAsync();
        Assert.Equal(patient.PhrAddress, (await db.Set<Patient>().SingleAsync(one => one.Id == patient.Id)).PhrAddress);
    }

    [Theory]
    [InlineData(AbdmCalls.ConsentNotify, AbdmCalls.DataRequest)]
    [InlineData(AbdmCalls.ConsentNotifyV3, AbdmCalls.DataRequestV3)]
    public async Task A_consent_and_a_request_for_data_are_kept_and_acknowledged(string consentPath, string dataPath)
    {
        var patient = await _portal.PatientAsync();
        var (consent, data, transaction) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await CallAsync(consentPath, consent, $$$$"""
            "notification":{"status":"GRANTED","consentId":"C-1","consentDetail":{"patient":{"id":"{{{{patient.PhrAddress}}}}"},
            "purpose":{"code":"PATRQT"},"permission":{"dataEraseAt":"2027-01-01T00:00:00.000Z"}}}
            """);
        await CallAsync(dataPath, data, $$$$"""
            "transactionId":"{{{{transaction}}}}","hiRequest":{"consent":{"id":"C-1"},"dataPushUrl":"https://hiu.example/push"}
            """);

        var notices = await NoticesAsync(patient);
        Assert.Equal([NoticeKind.ConsentGranted, NoticeKind.DataRequested], notices.Select(one => one.Kind).Order());
        Assert.Equal("PATRQT", notices.Single(one => one.Kind == NoticeKind.ConsentGranted).Purpose);
        var acknowledged = (await AnswerAsync(consent)).Body;
        Assert.Contains("\"consentId\":\"C-1\"", acknowledged, StringComparison.Ordinal);
        var answer = (await AnswerAsync(data)).Body;
        Assert.Contains($"\"requestId\":\"{consent}\"", acknowledged, StringComparison.Ordinal);
        Assert.Contains($"\"requestId\":\"{data}\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"sessionStatus\":\"ACKNOWLEDGED\"", answer, StringComparison.Ordinal);
        Assert.Contains(transaction.ToString(), answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("not-a-uuid", HttpStatusCode.BadRequest)]
    [InlineData("7b6c1a52-93a4-4a3a-8a10-3f6a1f1d2c3b", HttpStatusCode.Accepted)]
    public async Task A_call_of_v3_has_its_id_in_the_header_REQUEST_ID_or_is_told_that_it_has_none(string? id, HttpStatusCode answered)
    {
        const string Body = """{"transactionId":"9f1c2d3e-0000-4000-8000-000000000001","hiRequest":{"consent":{"id":"nobody's"}}}""";
        Assert.Equal(answered, await _portal.CallBackAsync(AbdmCalls.DataRequestV3, Body, requestId: id));
        await using var db = await _portal.OpenDbAsync();
        Assert.Equal(answered == HttpStatusCode.Accepted ? 1 : 0, await db.Set<InboxCallback>().CountAsync());
    }

    [Fact]
    public async Task A_request_for_data_without_a_known_consent_is_told_so()
    {
        var data = Guid.NewGuid();
        await CallAsync(AbdmCalls.DataRequest, data, $$$$"""
            "transactionId":"{{{{Guid.NewGuid()}}}}","hiRequest":{"consent":{"id":"nobody's"}}
            """);
        Assert.Contains("\"code\":3416", (await AnswerAsync(data)).Body, StringComparison.Ordinal);
    }

    private async Task<Guid> StatusAsync(string status, string address, Guid? id = null, string hipId = PortalHost.HipId)
    {
        var call = id ?? Guid.NewGuid();
        await CallAsync(AbdmCalls.PatientStatusNotify, call, $$$$"""
            "notification":{"status":"{{{{status}}}}","patient":{"id":"{{{{address}}}}"}}
            """, hipId);
        return call;
    }

    private Task CallAsync(string path, Guid id, string members, string hipId = PortalHost.HipId) =>
        _portal.CallTakenAsync(path, id, members, hipId: hipId, inHeader: AbdmCalls.DialectOf(path) == GatewayDialect.V3);

    private Task<IReadOnlyList<AbdmNotice>> NoticesAsync(Patient patient) =>
        _portal.Services.GetRequiredService<NoticeQueries>().OfPatientAsync(patient.HipId, patient.Id);

    private async Task<(AbdmCall Row, string Body)> AnswerAsync(Guid call)
    {
        await using var db = await _portal.OpenDbAsync();
        var row = await db.Set<AbdmCall>().AsNoTracking().SingleAsync(one => one.RequestId == call);
        return (row, Encoding.UTF8.GetString(_portal.Services.GetRequiredService<CallbackBodies>().Open(row.ProtectedAnswer)));
    }
}
