using HrpPortal.Access;
using HrpPortal.Discovery;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Patients;

namespace HrpPortal.Readiness;

/// <summary>
/// What an administrator looks at before the first patient, and when nothing works. It asks who knows: the weather, the keys, the
/// traffic; and opens a session anew, because one that is open says nothing of a secret that was changed since.
/// </summary>
public sealed class ReadinessBoard(
    GatewayWeather weather, GatewayKeys keys, CredentialCheck credentials, LinkTraffic traffic, FacilityDirectory facilities, AddressDomain domain,
    PublicAddress address, Bridge bridge, ISmsSender sms, ReadinessWords words, TimeProvider clock) : IDisposable
{
    /// <summary>However often somebody presses, ABDM is asked once in so long.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _oneAsks = new(1, 1);

    private Answers? _asked;

    /// <summary>When ABDM was asked last.</summary>
    public DateTimeOffset? AskedAt => _asked?.At;

    /// <summary>Every check, in the order in which trouble is best mended.</summary>
    public async Task<IReadOnlyList<CheckLine>> LookAsync(StaffMember who, CancellationToken cancellationToken = default)
    {
        if (!who.Satisfies(Policies.Clerk)) throw new UnauthorizedAccessException("Only staff may look.");
        var answers = await AskAsync(cancellationToken);
        var report = weather.Worst.Report;
        var silence = (await traffic.GetAsync(cancellationToken)).Silence;
        return
        [
            words.Facilities(facilities.All, answers.Missing),
            words.Gateway(report),
            .. answers.Credentials.Select(session => words.Credentials(session.Dialect, session.Report)),
            words.Clock(report),
            words.Certificates(keys.Report),
            words.CallbackUrl(address),
            words.Answers(silence),
            words.Sms(sms.IsSetUp),
        ];
    }

    public void Dispose() => _oneAsks.Dispose();

    private async Task<Answers> AskAsync(CancellationToken cancellationToken)
    {
        await _oneAsks.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_asked is { } last && now >= last.At && now - last.At < Rest) return last;
            var (sessions, missing) = (new List<(GatewayDialect, CredentialReport)>(), new List<string>());
            foreach (var dialect in facilities.All.Select(facility => facility.Dialect).Distinct().Order())
            {
                sessions.Add((dialect, await credentials.AskAsync(dialect, domain.Name, cancellationToken)));
                var look = await bridge.LookAsync(dialect, cancellationToken);
                missing.AddRange(bridge.Of(dialect).Select(facility => facility.HipId).Where(hipId => look.Has(hipId) == false));
            }

            await keys.RefreshAsync(cancellationToken);
            return _asked = new Answers(clock.GetUtcNow(), sessions, missing);
        }
        finally
        {
            _oneAsks.Release();
        }
    }

    /// <param name="Missing">HIP ids of ours that ABDM said it does not have.</param>
    private sealed record Answers(DateTimeOffset At, IReadOnlyList<(GatewayDialect Dialect, CredentialReport Report)> Credentials, IReadOnlyList<string> Missing);
}
