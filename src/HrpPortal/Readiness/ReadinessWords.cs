using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;

namespace HrpPortal.Readiness;

/// <summary>What each check says: a word, what it means, what to do.</summary>
public sealed class ReadinessWords(PortalTime time)
{
    private const string FacilitySettings = "Facilities:0:HipId, Facilities:0:Name";
    private const string AddressSettings = "Gateway:BaseUrl, Gateway:V3BaseUrl";
    private const string V3Setting = "Gateway:V3BaseUrl";
    private const string CredentialSettings = "Gateway:ClientId, Gateway:ClientSecret";
    private const string KeySettings = "Gateway:JwksUrl, Gateway:BaseUrl";
    private const string UrlSetting = "Callbacks:PublicUrl";
    private const string SmsSettings = "Sms:Url, Sms:From, Sms:Key";

    /// <param name="missing">HIP ids of ours that ABDM said it does not have.</param>
    public CheckLine Facilities(IReadOnlyList<Facility> all, IReadOnlyList<string> missing) => missing.Count > 0
        ? new CheckLine(CheckKind.Facility, ReadinessTexts.FacilityName, CheckState.Bad, ReadinessTexts.Blocks, ReadinessTexts.NotAtAbdm.With(string.Join(", ", missing)), ReadinessTexts.NotAtAbdmDo)
        : all.Count > 0
        ? Good(CheckKind.Facility, ReadinessTexts.FacilityName, Phrase.Count(all.Count, ReadinessTexts.OneFacility, ReadinessTexts.ManyFacilities))
        : new CheckLine(CheckKind.Facility, ReadinessTexts.FacilityName, CheckState.Bad, ReadinessTexts.Blocks, ReadinessTexts.NoFacility, ReadinessTexts.NoFacilityDo, FacilitySettings);

    public CheckLine Gateway(WeatherReport report) => report switch
    {
        { NotAnsweringSince: { } since } => new CheckLine(
            CheckKind.Gateway, ReadinessTexts.GatewayName, CheckState.Bad, ReadinessTexts.Trouble, ReadinessTexts.GatewayAway.With(time.Moment(since.UtcDateTime)), ReadinessTexts.GatewayDo, AddressSettings),
        { LastAnswerAt: { } at } => Good(CheckKind.Gateway, ReadinessTexts.GatewayName, ReadinessTexts.GatewayAnswers.With(time.Moment(at.UtcDateTime))),
        _ => new CheckLine(CheckKind.Gateway, ReadinessTexts.GatewayName, CheckState.Unknown, ReadinessTexts.NotKnown, ReadinessTexts.GatewayNotAsked, ReadinessTexts.GatewayDo, AddressSettings),
    };

    public CheckLine Credentials(GatewayDialect dialect, CredentialReport report)
    {
        var name = ReadinessTexts.CredentialsName.With(Of(dialect));
        return report switch
        {
            { OpenUntil: { } until } => Good(CheckKind.Credentials, name, ReadinessTexts.SessionOpen.With(time.Moment(until.UtcDateTime))),
            { Fault.Kind: FaultKind.NotSetUp } => Bad(CheckKind.Credentials, name, ReadinessTexts.NoAddress, ReadinessTexts.NoAddressDo, V3Setting),
            { Fault.Kind: FaultKind.Session } => Bad(CheckKind.Credentials, name, ReadinessTexts.Refused.With(Cause(report.Fault)), ReadinessTexts.RefusedDo, CredentialSettings),
            _ => Bad(CheckKind.Credentials, name, ReadinessTexts.NoSession.With(Cause(report.Fault)), ReadinessTexts.GatewayDo, AddressSettings),
        };
    }

    public CheckLine Clock(WeatherReport report)
    {
        var name = ReadinessTexts.ClockName;
        if (report.ClockSkew is not { } skew) return new CheckLine(CheckKind.Clock, name, CheckState.Unknown, ReadinessTexts.NotKnown, ReadinessTexts.ClockNotCompared, ReadinessTexts.GatewayDo, AddressSettings);
        var seconds = Math.Abs(Math.Round(skew.TotalSeconds));
        var apart = (skew < TimeSpan.Zero ? ReadinessTexts.ClockBehind : ReadinessTexts.ClockAhead).With(seconds);
        if (report.ClockIsOff) return Bad(CheckKind.Clock, name, apart + " " + ReadinessTexts.NothingIsSent, ReadinessTexts.ClockDo);
        return seconds >= 10
            ? new CheckLine(CheckKind.Clock, name, CheckState.Warn, ReadinessTexts.Look, apart, ReadinessTexts.ClockDo)
            : Good(CheckKind.Clock, name, ReadinessTexts.ClockRight.With(seconds));
    }

    public CheckLine Certificates(KeysReport report) => report switch
    {
        { FailedAt: null, Count: > 0, FetchedAt: { } at } => Good(CheckKind.Certificates, ReadinessTexts.CertsName, ReadinessTexts.CertsFetched.With(time.Moment(at.UtcDateTime))),
        { Count: > 0, FetchedAt: { } at } => Bad(CheckKind.Certificates, ReadinessTexts.CertsName, ReadinessTexts.CertsOld.With(time.Moment(at.UtcDateTime)), ReadinessTexts.CertsDo, KeySettings),
        _ => Bad(CheckKind.Certificates, ReadinessTexts.CertsName, ReadinessTexts.CertsNone, ReadinessTexts.CertsDo, KeySettings),
    };

    public CheckLine CallbackUrl(PublicAddress address)
    {
        var name = ReadinessTexts.UrlName;
        if (address.Fault is not { } fault) return Good(CheckKind.CallbackUrl, name, ReadinessTexts.UrlGood.With(address.Url));
        return new CheckLine(CheckKind.CallbackUrl, name, CheckState.Warn, ReadinessTexts.Look, fault switch
        {
            CallbackAddressFault.NotSet => ReadinessTexts.UrlNotSet,
            CallbackAddressFault.NotAnAddress => ReadinessTexts.UrlNone,
            CallbackAddressFault.NotHttps => ReadinessTexts.UrlNotHttps,
            CallbackAddressFault.NotPublic => ReadinessTexts.UrlNotPublic,
            _ => ReadinessTexts.UrlHasPath,
        }, ReadinessTexts.UrlDo, UrlSetting);
    }

    public CheckLine Answers(Silence? silence) => silence is null
        ? Good(CheckKind.Answers, ReadinessTexts.AnswersName, ReadinessTexts.NoSilence)
        : Bad(CheckKind.Answers, ReadinessTexts.AnswersName, ReadinessTexts.Silent.With(silence.Sent, time.Moment(silence.Since)), ReadinessTexts.ElsewhereDo);

    /// <summary>Only a look at the settings: a trial would be an SMS to somebody.</summary>
    public CheckLine Sms(bool isSetUp) => isSetUp
        ? Good(CheckKind.Sms, ReadinessTexts.SmsName, ReadinessTexts.SmsSet)
        : new CheckLine(CheckKind.Sms, ReadinessTexts.SmsName, CheckState.Warn, ReadinessTexts.Look, ReadinessTexts.SmsNotSet, ReadinessTexts.SmsDo, SmsSettings);

    /// <summary>What came of a test of the callbacks.</summary>
    public CheckLine Of(CallbackTestResult result) => result switch
    {
        { Outcome: CallbackTestOutcome.Came, After: { } after } => Good(CheckKind.Answers, "", ReadinessTexts.CallbackCame.With(Math.Max(0, Math.Round(after.TotalSeconds, 1)))),
        { Outcome: CallbackTestOutcome.NeverCame } => Bad(CheckKind.Answers, "", ReadinessTexts.AcceptedNoCallback, ReadinessTexts.ElsewhereDo),
        { Fault.Kind: FaultKind.Session } => Bad(CheckKind.Answers, "", ReadinessTexts.Refused.With(Cause(result.Fault)), ReadinessTexts.RefusedDo, CredentialSettings),
        { Fault.Kind: FaultKind.Refused } => Bad(CheckKind.Answers, "", ReadinessTexts.NotTaken.With(Cause(result.Fault)), ReadinessTexts.HipIdDo),
        _ => Bad(CheckKind.Answers, "", ReadinessTexts.NotTaken.With(Cause(result.Fault)), ReadinessTexts.GatewayDo, AddressSettings),
    };

    /// <summary>Why ABDM's register was not read.</summary>
    public string NotSaid(GatewayFault? fault) => ReadinessTexts.RegisterNotRead.With(Cause(fault));

    /// <summary>Why ABDM's register was not written.</summary>
    public string NotTaken(GatewayFault fault) => fault.Kind == FaultKind.NotSetUp ? ReadinessTexts.NotTold.With("Gateway:FacilityUrl") : ReadinessTexts.NotTakenThere.With(Cause(fault));

    /// <summary>Whether ABDM has a facility.</summary>
    public StatusWord There(bool? has) => has switch
    {
        true => new StatusWord(ReadinessTexts.There, Tone.Good, "tick"),
        false => new StatusWord(ReadinessTexts.NotThere, Tone.Bad, "alert"),
        null => new StatusWord(ReadinessTexts.NotKnown, Tone.Quiet, "question"),
    };

    public static string Of(GatewayDialect dialect) => dialect == GatewayDialect.V3 ? "v3" : "v0.5";

    /// <summary>HTTP 401, 2401: what a person at ABDM's help desk asks for. The message is ABDM's own and may be in any language.</summary>
    private static string Cause(GatewayFault? fault) =>
        string.Join(", ", new[] { fault?.HttpStatus is { } status ? $"HTTP {status}" : null, fault?.Code }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } cause
            ? cause : ReadinessTexts.NoAnswerAtAll;

    private static CheckLine Good(CheckKind kind, string name, string means) => new(kind, name, CheckState.Good, ReadinessTexts.InOrder, means, null);

    private static CheckLine Bad(CheckKind kind, string name, string means, string @do, string? settings = null) =>
        new(kind, name, CheckState.Bad, ReadinessTexts.Trouble, means, @do, settings);
}
