using System.Globalization;
using System.Text;
using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Scans;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using AbdmCall = HrpPortal.Calls.AbdmCall;
using AbdmCallState = HrpPortal.Calls.AbdmCallState;

namespace HrpPortal.Tests.Scans;

/// <summary>Scan and share against the sandbox's phone, in each of its three forms: whole host, from the scan to the number in the app and the queue.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    private static readonly StaffMember Kavita = new("staff-1", "Kavita", [Roles.Clerk]);
    private static readonly StaffMember Ravi = new("staff-2", "Ravi", [Roles.Clerk]);

    private PortalHost _portal = null!;
    private int _people;

    public static TheoryData<string> Forms => ["V05", "V1", "V3"];

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Theory, MemberData(nameof(Forms)), Trait("Row", "SHARE_PATIENT_PROFILE_701")]
    public async Task Who_scans_gets_a_number_in_the_app_and_stands_in_the_queue_with_the_whole_profile(string form)
    {
        var account = Account();
        var shown = await _portal.ShareAsync(account.Address, form);

        Assert.Null(shown["trouble"]);
        var scan = Assert.Single(await ListAsync());
        Assert.Equal(form == "V05" ? null : scan.Number.ToString(CultureInfo.InvariantCulture), (string?)shown["token"]);
        Assert.Equal((1, "OPD1", null), (scan.Number, scan.Counter, scan.PatientNumber));
        Assert.Equal(new AbhaCard(account.AbhaNumber, account.Address, account.Name, Gender.F, new DateOnly(1986, 2, 27), 1986, account.Mobile), scan.Card);
        Assert.Equal(TimeSpan.FromMinutes(30), scan.ExpiresAt - scan.At);
        await using var db = await _portal.OpenDbAsync();
        await Eventually.TrueAsync(async () => await db.Set<AbdmCall>().AsNoTracking().AllAsync(call => call.State == AbdmCallState.Answered), () => "The answer is still owed.");
        Assert.Equal("sbx", (await db.Set<AbdmCall>().AsNoTracking().SingleAsync()).CmId);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Who_scans_again_while_the_number_counts_keeps_it_and_afterwards_gets_another(string form)
    {
        var account = Account();
        await _portal.ShareAsync(account.Address, form);
        await _portal.ShareAsync(Account().Address, form);
        _portal.Clock.Advance(TimeSpan.FromMinutes(29));
        await _portal.ShareAsync(account.Address, form);
        Assert.Equal([1, 2], (await ListAsync()).Select(scan => scan.Number));

        _portal.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal([1], (await ListAsync()).Select(scan => scan.Number));
        _portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await ListAsync());
        await _portal.ShareAsync(account.Address, form);
        Assert.Equal([3], (await ListAsync()).Select(scan => scan.Number));
    }

    [Fact]
    public async Task The_same_call_twice_gives_one_number_and_one_answer()
    {
        var call = Guid.NewGuid();
        await CallAsync(call, "Twice.Shared@sbx");
        await CallAsync(call, "Twice.Shared@sbx");
        await CallAsync(Guid.NewGuid(), "other.shared@sbx");

        Assert.Equal([1, 2], (await ListAsync()).Select(scan => scan.Number));
        await using var db = await _portal.OpenDbAsync();
        Assert.Equal(1, await db.Set<AbdmCall>().CountAsync(one => one.RequestId == call));
        Assert.Contains("\"healthId\":\"Twice.Shared@sbx\"", await AnswerAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_numbers_begin_anew_with_the_day_and_pass_over_those_that_still_count()
    {
        // 23:50 in India: the number 1 of the evening counts until 00:20.
        var india = _portal.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(5.5));
        _portal.Clock.Advance(new TimeSpan(23, 50, 0) - india.TimeOfDay + (india.TimeOfDay > new TimeSpan(23, 50, 0) ? TimeSpan.FromDays(1) : TimeSpan.Zero));
        await CallAsync(Guid.NewGuid(), "evening.one@sbx");
        _portal.Clock.Advance(TimeSpan.FromMinutes(15));
        await CallAsync(Guid.NewGuid(), "morning.one@sbx");
        await CallAsync(Guid.NewGuid(), "evening.one@sbx");
        Assert.Equal([1, 2], (await ListAsync()).Select(scan => scan.Number));

        _portal.Clock.Advance(TimeSpan.FromDays(1));
        await CallAsync(Guid.NewGuid(), "next.day@sbx");
        Assert.Equal([1], (await ListAsync()).Select(scan => scan.Number));
    }

    [Fact]
    public async Task Many_at_once_get_as_many_numbers_at_each_facility()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => CallAsync(Guid.NewGuid(), $"crowd.{n}@sbx", hipId: n % 3 == 0 ? PortalHost.OtherHipId : PortalHost.HipId)));
        Assert.Equal(Enumerable.Range(1, 8), (await ListAsync()).Select(scan => scan.Number).Order());
        Assert.Equal(Enumerable.Range(1, 4), (await ListAsync(PortalHost.OtherHipId)).Select(scan => scan.Number).Order());
    }

    [Theory]
    [InlineData(AbdmCalls.Share, "\"status\":\"FAILURE\"")]
    [InlineData(AbdmCalls.ShareV1, "\"code\":3400")]
    [InlineData(AbdmCalls.ShareV3, "\"code\":\"ABDM-9999\"")]
    public async Task A_profile_whose_address_is_of_no_use_is_refused_and_stands_in_no_queue(string path, string said)
    {
        var call = Guid.NewGuid();
        await CallAsync(call, "no address at all", path);
        Assert.Contains(said, await AnswerAsync(call), StringComparison.Ordinal);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Of_two_clerks_one_gets_the_patient_and_the_other_is_told_who()
    {
        await CallAsync(Guid.NewGuid(), "queue.one@sbx");
        var id = Assert.Single(await ListAsync()).Id;
        var scans = _portal.Services.GetRequiredService<ScanService>();

        var outcomes = await Task.WhenAll(scans.TakeAsync(PortalHost.HipId, id, Kavita), scans.TakeAsync(PortalHost.HipId, id, Ravi));
        var winner = outcomes[0] is ScanTaken.Taken ? Kavita : Ravi;
        Assert.Single(outcomes.OfType<ScanTaken.Taken>());
        Assert.Equal(winner.Name, Assert.Single(outcomes.OfType<ScanTaken.ByOther>()).Name);
        Assert.IsType<ScanTaken.Taken>(await scans.TakeAsync(PortalHost.HipId, id, winner));
        Assert.Empty(await ListAsync());

        var loser = winner == Kavita ? Ravi : Kavita;
        Assert.IsType<ScanTaken.Taken>(await scans.TakeAsync(PortalHost.HipId, id, loser, again: true));
        Assert.IsType<ScanTaken.Over>(await scans.TakeAsync(PortalHost.OtherHipId, id, Kavita));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => scans.TakeAsync(PortalHost.HipId, id, Kavita with { Roles = [] }));

        // Back from the doctor, the patient scans again: the number is the same, and the place in the queue.
        await CallAsync(Guid.NewGuid(), "queue.one@sbx");
        Assert.Equal(id, Assert.Single(await ListAsync()).Id);
        _portal.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.IsType<ScanTaken.Over>(await scans.TakeAsync(PortalHost.HipId, id, Kavita));
    }

    [Fact]
    public async Task The_patient_of_the_address_or_of_the_number_is_named_and_a_profile_is_forgotten_when_no_desk_needs_it()
    {
        var patient = await _portal.PatientAsync(address: "On.File@sbx");
        await CallAsync(Guid.NewGuid(), "on.file@sbx");
        Assert.Equal(patient.Number, Assert.Single(await ListAsync()).PatientNumber);

        _portal.Clock.Advance(SharedProfile.Kept + SharedProfile.Validity + TimeSpan.FromMinutes(1));
        await CallAsync(Guid.NewGuid(), "late.one@sbx");
        await using var db = await _portal.OpenDbAsync();
        var rows = await db.Set<SharedProfile>().AsNoTracking().OrderBy(one => one.Id).ToListAsync();
        Assert.Equal([true, false], rows.Select(row => row.ProtectedProfile is null));
    }

    private Account Account()
    {
        var number = ++_people;
        var account = new Account($"scan.person{number}@sbx", "Scan Person", "F", "1986-02-27", $"9112345678901{number}", $"984001111{number}");
        _portal.Sandbox.AddAccount(account);
        return account;
    }

    private Task<IReadOnlyList<Scan>> ListAsync(string hipId = PortalHost.HipId) => _portal.Services.GetRequiredService<ScanQueries>().ListAsync(hipId, []);

    private Task CallAsync(Guid id, string address, string path = AbdmCalls.ShareV1, string hipId = PortalHost.HipId)
    {
        var (key, meta) = path == AbdmCalls.ShareV3 ? ("abhaAddress", "\"metaData\":{\"context\":\"1\"},") : ("healthId", "");
        return _portal.CallTakenAsync(
            path, id, $$$$""" {{{{meta}}}}"profile":{"hipCode":"1","patient":{"{{{{key}}}}":"{{{{address}}}}","healthIdNumber":null,"name":"Scan Person","gender":"F","yearOfBirth":1986}} """,
            hipId: hipId);
    }

    private async Task<string> AnswerAsync(Guid call)
    {
        await using var db = await _portal.OpenDbAsync();
        var row = await db.Set<AbdmCall>().AsNoTracking().SingleAsync(one => one.RequestId == call);
        return Encoding.UTF8.GetString(_portal.Services.GetRequiredService<CallbackBodies>().Open(row.ProtectedAnswer));
    }
}
