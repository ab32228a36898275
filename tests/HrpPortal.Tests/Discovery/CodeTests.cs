using System.Globalization;
using HrpPortal.Discovery;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Readiness;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Discovery;

/// <summary>The code that proves whose records they are: when it is wrong, late, sent anew or cannot be sent at all.</summary>
public sealed class CodeTests : IAsyncLifetime
{
    private const string Wrong = "000000";

    private PortalHost _portal = null!;
    private Patient _patient = null!;
    private PhoneApp _app = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
    }

    [Theory, InlineData("v0.5", "3405", "3408"), InlineData("v3", "ABDM-1035", "ABDM-1035")]
    [Trait("Row", "USER_INIT_LINK_606")]
    public async Task Three_wrong_codes_and_the_right_one_is_of_no_use_any_more(string dialect, string wrong, string over)
    {
        await ChosenAsync(dialect);
        Assert.StartsWith(wrong, PhoneApp.Trouble(await _app.CodeAsync(Wrong)), StringComparison.Ordinal);
        Assert.StartsWith(wrong, PhoneApp.Trouble(await _app.CodeAsync(Wrong)), StringComparison.Ordinal);
        Assert.StartsWith(over, PhoneApp.Trouble(await _app.CodeAsync(Wrong)), StringComparison.Ordinal);
        Assert.StartsWith(over, PhoneApp.Trouble(await _app.CodeAsync(await _app.CodeAsync())), StringComparison.Ordinal);

        Assert.Equal(AppSearchState.CodeUsedUp, (await RowAsync()).State);
        await NothingIsLinkedAsync();
    }

    [Fact]
    public async Task After_a_wrong_code_the_right_one_links()
    {
        await ChosenAsync();
        Assert.Equal("CodeWanted", PhoneApp.Stage(await _app.CodeAsync(Wrong)));
        Assert.Equal("Linked", PhoneApp.Stage(await _app.CodeAsync(await _app.CodeAsync())));
    }

    [Theory, InlineData("v0.5", "3406"), InlineData("v3", "ABDM-1035")]
    [Trait("Row", "USER_INIT_LINK_606")]
    public async Task A_code_is_good_for_ten_minutes(string dialect, string late)
    {
        await ChosenAsync(dialect);
        _portal.Clock.Advance(TimeSpan.FromMinutes(10.1));
        Assert.StartsWith(late, PhoneApp.Trouble(await _app.CodeAsync(await _app.CodeAsync())), StringComparison.Ordinal);
        Assert.True((await RowAsync()).IsTooLate);
        await NothingIsLinkedAsync();
    }

    [Fact]
    public async Task Chosen_again_there_is_a_new_code_and_the_old_one_is_off()
    {
        await ChosenAsync();
        var first = await _app.CodeAsync();
        Assert.Equal("CodeWanted", PhoneApp.Stage(await _app.PickAsync("CC-V-1")));
        var second = (await _app.CodesAsync())[^1];
        if (first != second) Assert.StartsWith("3405", PhoneApp.Trouble(await _app.CodeAsync(first)), StringComparison.Ordinal);
        Assert.Equal("Linked", PhoneApp.Stage(await _app.CodeAsync(second)));
    }

    [Fact]
    public async Task Nobodys_phone_is_flooded_with_codes()
    {
        await ChosenAsync(set: settings => settings["Discovery:CodesAnHour"] = "2");
        Assert.Equal("CodeWanted", PhoneApp.Stage(await _app.PickAsync("CC-V-1")));
        await _app.FindAsync();
        Assert.StartsWith("3501", PhoneApp.Trouble(await _app.PickAsync("CC-V-1")), StringComparison.Ordinal);
        Assert.Equal(CodeTrouble.TooMany, (await RowAsync()).Trouble);
        Assert.Equal(2, (await _app.CodesAsync()).Count);

        _portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await _app.FindAsync();
        Assert.Equal("CodeWanted", PhoneApp.Stage(await _app.PickAsync("CC-V-1")));
    }

    [Theory, InlineData("v0.5", "3501"), InlineData("v3", "ABDM-1004")]
    public async Task Without_an_SMS_service_the_patient_the_log_and_the_status_page_say_so(string dialect, string code)
    {
        var search = await ChosenAsync(dialect, settings => settings["Sms:Url"] = "");
        Assert.StartsWith(code, PhoneApp.Trouble(search), StringComparison.Ordinal);
        Assert.Equal((AppSearchState.CodeNotSent, CodeTrouble.NotSetUp), ((await RowAsync()).State, (await RowAsync()).Trouble));
        Assert.Contains(_portal.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Sms:Url", StringComparison.Ordinal));
        var words = _portal.Services.GetRequiredService<ReadinessWords>();
        Assert.Equal(CheckState.Warn, words.Sms(_portal.Services.GetRequiredService<ISmsSender>().IsSetUp).State);
    }

    [Fact]
    public async Task An_SMS_service_that_is_away_is_tried_again_and_then_the_patient_is_told()
    {
        var search = await ChosenAsync(set: settings => settings["Sms:Url"] = "http://127.0.0.1:9/sms");
        Assert.StartsWith("3501", PhoneApp.Trouble(search), StringComparison.Ordinal);
        Assert.Equal(CodeTrouble.SmsFailed, (await RowAsync()).Trouble);
        await using var db = await _portal.OpenDbAsync();
        Assert.Equal(3, (await db.Set<AppSearch>().SingleAsync()).Sendings);
    }

    [Fact]
    public async Task The_code_goes_to_the_number_on_file_and_not_to_the_one_that_asks()
    {
        _portal = await PortalHost.StartAsync(sandboxOptions: PhoneApp.Facilities);
        _patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(_patient, "V-1");
        _portal.Sandbox.AddAccount(PhoneApp.AccountOf(_patient) with { Mobile = "9111111111" });
        _app = new PhoneApp(_portal, _patient.PhrAddress!);
        await _app.FindAsync();
        var asked = await _app.PickAsync("CC-V-1");
        Assert.Equal($"OTP sent to the mobile ending {_patient.Mobile![^4..]}", (string)asked["hint"]!);
        Assert.Empty(await _app.CodesAsync());
    }

    [Fact]
    public async Task A_file_without_a_mobile_number_cannot_be_linked_from_the_app()
    {
        _portal = await PortalHost.StartAsync(sandboxOptions: PhoneApp.Facilities);
        _patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(_patient, "V-1");
        await using (var db = await _portal.OpenDbAsync()) await db.Set<Patient>().ExecuteUpdateAsync(set => set.SetProperty(one => one.Mobile, (string?)null));
        _app = new PhoneApp(_portal, _patient.PhrAddress!);
        Assert.Equal("Found", PhoneApp.Stage(await _app.FindAsync()));
        Assert.StartsWith("3501", PhoneApp.Trouble(await _app.PickAsync("CC-V-1")), StringComparison.Ordinal);
        Assert.Equal(CodeTrouble.NoMobile, (await RowAsync()).Trouble);
    }

    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task The_portal_may_start_anew_between_the_code_and_its_entry(TestEngine engine)
    {
        await ChosenAsync(engine: engine);
        await _portal.StopAsync();
        _portal.StartAgain();
        Assert.Equal("Linked", PhoneApp.Stage(await _app.CodeAsync(await _app.CodeAsync())));
        Assert.Equal(LinkState.Linked, Assert.Single((await _portal.Queries.OfPatientAsync(_patient.HipId, _patient.Id)).Requests).State);
    }

    [Fact]
    public void Codes_are_six_digits_and_do_not_begin_with_a_zero()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => OneTimeCodes.New().Reveal()).ToList();
        Assert.All(codes, code => Assert.InRange(int.Parse(code, CultureInfo.InvariantCulture), 100_000, 999_999));
        Assert.True(codes.Distinct().Count() > 900);
    }

    /// <summary>A patient with one visit has found and chosen it.</summary>
    private async Task<System.Text.Json.Nodes.JsonNode> ChosenAsync(string dialect = "v0.5", Action<IDictionary<string, string?>>? set = null, TestEngine engine = TestEngine.Sqlite)
    {
        _portal = await PortalHost.StartAsync(set, engine, PhoneApp.Facilities);
        _patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(_patient, "V-1");
        _app = new PhoneApp(_portal, _patient.PhrAddress!, dialect);
        Assert.Equal("Found", PhoneApp.Stage(await _app.FindAsync()));
        return await _app.PickAsync("CC-V-1");
    }

    private async Task<AppSearchRow> RowAsync() => (await _portal.Services.GetRequiredService<DiscoveryQueries>().OfPatientAsync(_patient.HipId, _patient.Id))[0];

    private async Task NothingIsLinkedAsync()
    {
        Assert.DoesNotContain(_portal.Sandbox.Linked, one => one.Address == _patient.PhrAddress);
        var links = await _portal.Queries.OfPatientAsync(_patient.HipId, _patient.Id);
        Assert.Empty(links.Requests);
        Assert.Single(links.NotLinked);
    }
}
