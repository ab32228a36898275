using HrpPortal.Access;
using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.LinkingTokens.Pages;

/// <summary>Asking the patient at the desk. The sixth digit submits; the code is handed on at once and kept nowhere in the page.</summary>
public sealed partial class AskPatientPart
{
    private bool _pressed;
    private PatientAsked? _asked;
    private Guid? _began;
    private string? _error;
    private bool _sending;
    private ElementReference _heading;
    private AuthenticationState? _shown;
    private DateTime? _lookAt;

    [Inject] public required AskingPatients Asking { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Parameter, EditorRequired] public string HipId { get; set; } = "";

    [Parameter, EditorRequired] public Patient Patient { get; set; } = null!;

    /// <summary>The queue that waits for this address.</summary>
    [Parameter, EditorRequired] public Func<string, string, string> OutboxKeyOf { get; set; } = null!;

    [Parameter] public string? BeginText { get; set; }

    /// <summary>Asking began: what waits for the permission may go on with it.</summary>
    [Parameter] public EventCallback Begun { get; set; }

    /// <summary>The permission is there.</summary>
    [Parameter] public EventCallback Granted { get; set; }

    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", Patient.Id)];

    private Authentication Open => _asked!.ByPerson!;

    /// <summary>How this page's own asking ended; what was over before it opened is not news.</summary>
    private Authentication? Ended => _asked!.Last is { } last && last.Id == _began ? last : null;

    private bool HasHeading => _asked!.ByPerson is { WaitsForSomebody: true };

    private string? Error => _error ?? AskingWords.Trouble(Open);

    private string? Mobile => Patient.Mobile is { Length: > 2 } mobile ? mobile[^2..] : null;

    private TimeSpan CodeIn => Open.NextCodeAt is { } at && at - Time.Utc() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    protected override async Task ReadAsync()
    {
        var before = _asked?.ByPerson;
        _asked = await Asking.FindAsync(HipId, Patient.Id, Gone);
        _began = _asked?.ByPerson?.Id ?? _began;
        if (before?.Version != _asked?.ByPerson?.Version) _error = null;
        if (_asked?.ByPerson is { WaitsForSomebody: true } && CodeIn > TimeSpan.Zero && _lookAt != Open.NextCodeAt)
        {
            _lookAt = Open.NextCodeAt;
            _ = LookWhenNextCodeAsync(CodeIn);
        }

        if (before is not null && Ended is { State: AuthenticationState.Granted }) await Granted.InvokeAsync();
    }

    /// <summary>
    /// Where the next thing to do is, the focus goes, so that nobody searches for it; the code's field takes it by itself. Not
    /// when the page opens: what was under way already is read in its place.
    /// </summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var (before, now) = (_shown, _asked?.ByPerson?.State);
        _shown = now;
        if (!firstRender && before != now && (before is not null || _pressed) && now is AuthenticationState.NeedsChoice or AuthenticationState.NeedsPatient) await _heading.FocusAsync();
    }

    private async Task BeginAsync()
    {
        _pressed = true;
        if (await Asking.AskAsync(HipId, Patient.Id, OutboxKeyOf, Gone) is not null) await Begun.InvokeAsync();
        await ReadAsync();
    }

    private async Task ChooseAsync(AuthenticationMethod method)
    {
        await Asking.ChooseAsync(HipId, Open.Id, method, Gone);
        await ReadAsync();
    }

    private void NotSix() => _error = LinkingTokensTexts.SixDigits;

    private async Task SendAsync(Secret code)
    {
        if (_sending) return;
        _sending = true;
        try
        {
            await Asking.CodeAsync(HipId, Open.Id, code, Gone);
            await ReadAsync();
        }
        finally
        {
            _sending = false;
        }
    }

    private async Task SameAsync(string reason)
    {
        var person = await CurrentUser.GetAsync();
        if (!await Asking.SamePatientAsync(HipId, Open.Id, person.Id, reason, Gone)) _error = LinkingTokensTexts.ReasonMissing.With(AddressService.ShortestReason);
        else await ReadAsync();
    }

    private async Task OtherAsync()
    {
        await Asking.OtherPatientAsync(HipId, Open.Id, (await CurrentUser.GetAsync()).Id, Gone);
        await ReadAsync();
    }

    private async Task GiveUpAsync()
    {
        await Asking.GiveUpAsync(HipId, Open.Id, Gone);
        _began = null;
        await ReadAsync();
    }

    /// <summary>The browser counts down by itself; at the end the button wakes up.</summary>
    private async Task LookWhenNextCodeAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, Time, Gone);
            await InvokeAsync(StateHasChanged);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
        {
            // The page went before the minute was over.
        }
    }
}
