using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Live;
using HrpPortal.Patients;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Sms.Pages;

public sealed partial class SmsPanel
{
    private SmsInvitation? _last;
    private string? _trouble;
    private bool _isRead;
    private bool _busy;

    [Inject] public required SmsService Sms { get; init; }

    [Inject] public required CurrentUser CurrentUser { get; init; }

    [Inject] public required PortalTime Clock { get; init; }

    [Inject] public required Announcer Announcer { get; init; }

    [Parameter, EditorRequired] public Patient Patient { get; set; } = null!;

    private bool IsOffered => Patient is { PhrAddress: null, Mobile: not null };

    /// <summary>Of the patient through whom it was asked for; a family's other file shows it when it is opened.</summary>
    protected override IEnumerable<string> Topics => [LiveTopics.One("patient", _last?.PatientId ?? Patient.Id), LiveTopics.One("patient", Patient.Id)];

    protected override async Task ReadAsync()
    {
        if (!IsOffered) return;
        var before = _last;
        (_last, _isRead) = (await Sms.LastAsync(Patient.HipId, Patient.Mobile!, Gone), true);
        if (before is not null && _last is { } now && now.State != before.State && now.State is not SmsState.Sending) Announcer.Say(SmsWords.Of(now, Clock));
    }

    private async Task AskAsync()
    {
        if (_busy) return;
        (_busy, _trouble) = (true, null);
        try
        {
            _trouble = await Sms.AskAsync(Patient.HipId, Patient.Id, await CurrentUser.GetAsync(), Gone) switch
            {
                SmsAsked.TooSoon => SmsTexts.TooSoon,
                SmsAsked.NotNeeded => SmsTexts.NotNeeded,
                _ => null,
            };
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
