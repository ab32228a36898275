using HrpPortal.Ui;

namespace HrpPortal.Notices;

/// <summary>What ABDM told, in the words of a front desk.</summary>
public static class NoticeWords
{
    public static string Of(AbdmNotice notice) => notice.Kind switch
    {
        NoticeKind.Deactivated => NoticesTexts.Deactivated,
        NoticeKind.Reactivated => NoticesTexts.Reactivated,
        NoticeKind.Deleted => NoticesTexts.Deleted,
        NoticeKind.ConsentGranted => NoticesTexts.ConsentGranted.With(Purpose(notice.Purpose)),
        NoticeKind.ConsentEnded => NoticesTexts.ConsentEnded,
        _ => NoticesTexts.DataRequested,
    };

    /// <summary>ABDM's codes of a consent's purpose.</summary>
    private static string Purpose(string? code) => code switch
    {
        "PATRQT" => NoticesTexts.PurposeOwnApp,
        "CAREMGT" => NoticesTexts.PurposeCare,
        "BTG" => NoticesTexts.PurposeEmergency,
        _ => NoticesTexts.PurposeOther,
    };
}
