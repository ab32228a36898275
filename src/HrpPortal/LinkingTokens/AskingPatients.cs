using HrpPortal.Addresses;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.LinkingTokens;

/// <summary>Asking a patient for the permission, as a person at the desk does it. Only v0.5 has it; v3 compares details and nothing else.</summary>
public sealed class AskingPatients(
    IDbContextFactory<PortalDb> databases, AuthenticationStore store, AuthenticationSender sender, TokenGrants grants, TimeProvider clock)
{
    public const int CodeLength = 6;

    private const int MostLooks = 5;

    /// <summary>Begins, or joins who asks this patient already. An automatic question that is under way gives way.</summary>
    /// <returns>Null where the facility speaks v3, the patient has no address, or ABDM's block has not ended.</returns>
    public async Task<Guid?> AskAsync(string hipId, Guid patientId, Func<string, string, string> outboxKeyOf, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(hipId, patientId, cancellationToken) is not { Address: { } address, IsOffered: true } seen || seen.BlockedUntil > clock.Utc()) return null;
        var key = PhrAddress.Key(address);
        for (var i = 0; i < MostLooks; i++)
        {
            var open = await OpenAsync(hipId, key, cancellationToken);
            if (open is { IsByPerson: true }) return open.Id;
            if (open is not null) await store.StepAsync(open.Id, (_, one) => Task.FromResult(one.Replace(clock.Utc())), cancellationToken: cancellationToken);

            // A request that waited may ask again between the two commits, and would then be joined: look who it was.
            await store.OpenAsync(GatewayDialect.V05, hipId, patientId, address, key, outboxKeyOf(hipId, key), AuthenticationMethod.Unchosen, cancellationToken);
        }

        return (await OpenAsync(hipId, key, cancellationToken))?.Id;
    }

    public Task<bool> ChooseAsync(string hipId, Guid id, AuthenticationMethod method, CancellationToken cancellationToken = default) =>
        StepAsync(hipId, id, (_, one) => one.Choose(method, clock.Utc()), cancellationToken);

    /// <summary>The patient's code. False when it has not six digits, or none is waited for.</summary>
    public async Task<bool> CodeAsync(string hipId, Guid id, Secret code, CancellationToken cancellationToken = default) =>
        IsCode(code.Reveal()) && await IsOfAsync(hipId, id, cancellationToken) && await sender.SendCodeAsync(id, code);

    public static bool IsCode(string text) => text.Length == CodeLength && text.All(char.IsAsciiDigit);

    /// <summary>Back to the automatic way.</summary>
    public Task<bool> GiveUpAsync(string hipId, Guid id, CancellationToken cancellationToken = default) =>
        StepAsync(hipId, id, (_, one) => one.IsByPerson && one.Replace(clock.Utc()), cancellationToken);

    /// <summary>The profile differs from the file, and a person says that it is the same patient all the same.</summary>
    public Task<bool> SamePatientAsync(string hipId, Guid id, string by, string reason, CancellationToken cancellationToken = default) =>
        reason.Trim() is { Length: >= AddressService.ShortestReason and <= AddressService.LongestReason } why
            ? StepAsync(
                hipId, id,
                (db, one) =>
                {
                    if (one.SamePatient(Guid.CreateVersion7(), by, why, clock.Utc()) is not { } token) return false;
                    db.Add(token);
                    return true;
                },
                cancellationToken)
            : Task.FromResult(false);

    public Task<bool> OtherPatientAsync(string hipId, Guid id, string by, CancellationToken cancellationToken = default) =>
        StepAsync(hipId, id, (_, one) => one.OtherPatient(by, clock.Utc()), cancellationToken);

    /// <summary>How it stands with asking this patient; null for a patient of another facility.</summary>
    public async Task<PatientAsked?> FindAsync(string hipId, Guid patientId, CancellationToken cancellationToken = default)
    {
        var now = clock.Utc();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == patientId && one.HipId == hipId, cancellationToken);
        if (patient is null) return null;
        var dialect = await db.Set<Facility>().Where(one => one.HipId == hipId).Select(one => one.Dialect).SingleAsync(cancellationToken);
        if (patient.PhrAddress is null) return new PatientAsked(null, dialect == GatewayDialect.V05, null, null, null, null, null);

        // What is under way when the facility changes to v3 ends in its own dialect.
        var key = PhrAddress.Key(patient.PhrAddress);
        var ofAddress = db.Set<Authentication>().AsNoTracking().Where(one => one.HipId == hipId && one.AddressKey == key && one.Dialect == GatewayDialect.V05);
        var open = await ofAddress.SingleOrDefaultAsync(one => one.ClosedAt == null, cancellationToken);
        if (dialect != GatewayDialect.V05 && open is not { IsByPerson: true }) return new PatientAsked(patient.PhrAddress, false, null, null, null, null, null);

        var last = await ofAddress.Where(one => one.ClosedAt != null && one.Method != AuthenticationMethod.Demographics)
            .OrderByDescending(one => one.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var blocked = await ofAddress.Where(one => one.BlockedUntil > now).MaxAsync(one => one.BlockedUntil, cancellationToken);
        var profile = open is { State: AuthenticationState.NeedsLook } ? grants.ProfileOf(open) : null;
        return new PatientAsked(patient.PhrAddress, true, open, last, blocked, profile, profile is null ? null : CardComparison.Of(patient, profile));
    }

    private async Task<Authentication?> OpenAsync(string hipId, string addressKey, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Authentication>().AsNoTracking()
            .SingleOrDefaultAsync(one => one.HipId == hipId && one.AddressKey == addressKey && one.Dialect == GatewayDialect.V05 && one.ClosedAt == null, cancellationToken);
    }

    private async Task<bool> IsOfAsync(string hipId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Authentication>().AnyAsync(one => one.Id == id && one.HipId == hipId, cancellationToken);
    }

    private async Task<bool> StepAsync(string hipId, Guid id, Func<PortalDb, Authentication, bool> step, CancellationToken cancellationToken)
    {
        if (!await IsOfAsync(hipId, id, cancellationToken)) return false;
        var done = false;
        await store.StepAsync(id, (db, one) => Task.FromResult(done = step(db, one)), cancellationToken: cancellationToken);
        return done;
    }
}

/// <summary>Asking one patient, for the page. What is secret in an authentication is closed.</summary>
/// <param name="IsOffered">The facility's dialect has other ways than comparing details.</param>
/// <param name="Open">What is under way, whoever began it.</param>
/// <param name="Last">How the last asking of a person's ended.</param>
/// <param name="Profile">What came with a permission that is kept back.</param>
public sealed record PatientAsked(
    string? Address, bool IsOffered, Authentication? Open, Authentication? Last, DateTime? BlockedUntil, AbhaCard? Profile, CardComparison? Comparison)
{
    public override string ToString() => nameof(PatientAsked);

    public Authentication? ByPerson => Open is { IsByPerson: true } ? Open : null;

    /// <summary>The codes that ABDM listed, and the app: it works though it is never listed (protocol, 4.1).</summary>
    public IReadOnlyList<AuthenticationMethod> Ways =>
    [
        .. Has(AuthMode.MobileOtp) || ByPerson?.Modes is null ? [AuthenticationMethod.MobileOtp] : Array.Empty<AuthenticationMethod>(),
        .. Has(AuthMode.AadhaarOtp) ? [AuthenticationMethod.AadhaarOtp] : Array.Empty<AuthenticationMethod>(),
        AuthenticationMethod.Direct,
    ];

    private bool Has(string mode) => ByPerson?.Modes?.Split(',').Contains(mode) == true;
}
