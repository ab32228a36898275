using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Phone;

/// <summary>
/// The PHR app's own fetch: seconds after a link in v3 the patient's app asks for the data by itself (protocol §6); in v0.5 it
/// does when somebody wants it to.
/// </summary>
internal sealed class Consents(Inquiries inquiries, V05Messages old, V3Messages v3, GatewayClock clock, SandboxOptions options)
{
    public void Ask(bool isV3, string hipId, Account account, IReadOnlyList<LinkedCareContext> careContexts, TimeSpan? delay = null)
    {
        if (delay is null && options.ConsentDelayMs < 0) return;
        PatientMessages messages = isV3 ? v3 : old;
        var (consentId, now, wait) = (Guid.NewGuid().ToString(), clock.GetUtcNow(), delay ?? TimeSpan.FromMilliseconds(options.ConsentDelayMs));
        inquiries.Ask(messages.Dialect, messages.Consent.Ask, messages.Consent.Answer, hipId, Consent(messages, consentId, hipId, account, careContexts, now), delay: wait);

        // After the consent, as the real ones follow each other.
        inquiries.Ask(messages.Dialect, messages.Data.Ask, messages.Data.Answer, hipId, Request(messages, consentId, now), delay: wait * 1.4);
    }

    private static JsonObject Consent(PatientMessages messages, string consentId, string hipId, Account account, IReadOnlyList<LinkedCareContext> careContexts, DateTimeOffset now) => new()
    {
        ["notification"] = new JsonObject
        {
            ["status"] = "GRANTED",
            ["consentId"] = consentId,
            ["consentDetail"] = new JsonObject
            {
                ["schemaVersion"] = "v3",
                ["consentId"] = consentId,
                ["createdAt"] = messages.Time(now),
                ["patient"] = new JsonObject { ["id"] = account.Address },
                ["careContexts"] = new JsonArray([.. careContexts.Select(one => new JsonObject { ["patientReference"] = one.PatientReference ?? one.Reference, ["careContextReference"] = one.Reference })]),
                ["purpose"] = new JsonObject { ["text"] = "Self Requested", ["code"] = "PATRQT", ["refUri"] = "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse" },
                ["hip"] = new JsonObject { ["id"] = hipId, ["name"] = null },
                ["consentManager"] = new JsonObject { ["id"] = account.Address[(account.Address.LastIndexOf('@') + 1)..] },
                ["hiTypes"] = new JsonArray("Prescription", "DiagnosticReport", "OPConsultation", "DischargeSummary", "ImmunizationRecord", "HealthDocumentRecord", "WellnessRecord"),
                ["permission"] = new JsonObject
                {
                    ["accessMode"] = "VIEW",
                    ["dateRange"] = Range(messages, now),
                    ["dataEraseAt"] = messages.Time(now.AddDays(365)),
                    ["frequency"] = new JsonObject { ["unit"] = "HOUR", ["value"] = 0, ["repeats"] = 0 },
                },
            },
            ["signature"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(256)),
            ["grantAcknowledgement"] = true,
        },
    };

    /// <summary>The key is noise: nobody will read what is encrypted with it.</summary>
    private static JsonObject Request(PatientMessages messages, string consentId, DateTimeOffset now) => new()
    {
        ["transactionId"] = Guid.NewGuid().ToString(),
        ["hiRequest"] = new JsonObject
        {
            ["consent"] = new JsonObject { ["id"] = consentId },
            ["dateRange"] = Range(messages, now),
            ["dataPushUrl"] = "https://phr.sandbox.invalid/data/push",
            ["keyMaterial"] = new JsonObject
            {
                ["cryptoAlg"] = "ECDH",
                ["curve"] = "Curve25519",
                ["dhPublicKey"] = new JsonObject
                {
                    ["expiry"] = messages.Time(now.AddDays(1)),
                    ["parameters"] = "Curve25519/32byte random key",
                    ["keyValue"] = Convert.ToBase64String([4, .. RandomNumberGenerator.GetBytes(64)]),
                },
                ["nonce"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            },
        },
    };

    private static JsonObject Range(PatientMessages messages, DateTimeOffset now) =>
        new() { ["from"] = messages.Time(now.AddYears(-5)), ["to"] = messages.Time(now) };
}
