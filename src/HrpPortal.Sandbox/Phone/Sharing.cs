using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.V05;
using HrpPortal.Sandbox.V3;

namespace HrpPortal.Sandbox.Phone;

/// <summary>Scan and share (protocol §6): the profile goes to a counter of the facility, a token number comes back.</summary>
internal sealed class Sharing(Inquiries inquiries, V05Dialect old, V3Dialect v3, GatewayClock clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, ProfileShare> shares = [];

    public IReadOnlyList<ProfileShare> Of(string address)
    {
        lock (gate) return [.. shares.Values.Where(one => one.Address == address).OrderByDescending(one => one.At)];
    }

    public ProfileShare Share(Account account, string hipId, string counter, ShareForm form)
    {
        var share = new ProfileShare(Guid.NewGuid(), account.Address, hipId, counter, form, clock.GetUtcNow());
        lock (gate) shares[share.Id] = share;
        var (path, answer, body) = form switch
        {
            ShareForm.V3 => ("/api/v3/hip/patient/share", AnswerPaths.OnShareV3, V3Body(account, hipId, counter)),
            ShareForm.V1 => ("/v1.0/patients/profile/share", AnswerPaths.OnShareV1, V1Body(account, counter)),
            _ => ("/v0.5/patients/profile/share", AnswerPaths.OnShare, OldBody(account, counter)),
        };
        inquiries.Ask(form is ShareForm.V3 ? v3 : old, path, answer, hipId, body, reply => Take(share.Id, reply));
        return share;
    }

    private Answer? Take(Guid id, JsonElement reply)
    {
        var trouble = RecordSearches.ErrorOf(reply);
        var said = reply.TryGetProperty("acknowledgement", out var one) && one.ValueKind is JsonValueKind.Object ? one : default;
        if (trouble is null && said.TextOrNull("status") is not "SUCCESS") trouble = said.TextOrNull("status") ?? "no acknowledgement";
        lock (gate)
        {
            if ((said.TextOrNull("healthId") ?? said.TextOrNull("abhaAddress")) is { } address && !address.Equals(shares[id].Address, StringComparison.OrdinalIgnoreCase))
                return shares[id].Form is ShareForm.V3 ? v3.UnknownInquiry : old.UnknownInquiry;
            var token = said.TextOrNull("tokenNumber") ?? (said.ValueKind is JsonValueKind.Object && said.TryGetProperty("profile", out var profile) ? profile.TextOrNull("tokenNumber") : null);
            shares[id] = shares[id] with { Token = trouble is null ? token : null, Trouble = trouble, AnsweredAt = clock.GetUtcNow() };
        }

        return null;
    }

    private static JsonObject OldBody(Account account, string counter) => new()
    {
        ["profile"] = new JsonObject
        {
            ["hipCode"] = counter,
            ["patient"] = new JsonObject
            {
                ["healthId"] = account.Address,
                ["healthIdNumber"] = Hyphened(account.AbhaNumber) ?? "",
                ["name"] = account.Name,
                ["gender"] = account.Gender,
                ["address"] = new JsonObject { ["line"] = "12 Park Street", ["district"] = "Pune", ["state"] = "Maharashtra", ["pincode"] = "411001" },
                ["yearOfBirth"] = account.Born.Year,
                ["dayOfBirth"] = account.Born.Day,
                ["monthOfBirth"] = account.Born.Month,
                ["identifiers"] = account.Mobile is null ? [] : new JsonArray(new JsonObject { ["type"] = "MOBILE", ["value"] = "+91" + account.Mobile }),
            },
        },
    };

    private static JsonObject V1Body(Account account, string counter)
    {
        var body = OldBody(account, counter);
        body["intent"] = new JsonObject { ["type"] = "REGISTRATION" };
        body["location"] = new JsonObject { ["latitude"] = "18.5204", ["longitude"] = "73.8567" };
        return body;
    }

    /// <summary>Numbers of the date of birth as texts, the counter as the context.</summary>
    private static JsonObject V3Body(Account account, string hipId, string counter) => new()
    {
        ["intent"] = "PROFILE_SHARE",
        ["metaData"] = new JsonObject { ["hipId"] = hipId, ["context"] = counter, ["hprId"] = "", ["latitude"] = "18.5204", ["longitude"] = "73.8567" },
        ["profile"] = new JsonObject
        {
            ["patient"] = new JsonObject
            {
                ["abhaNumber"] = Hyphened(account.AbhaNumber),
                ["abhaAddress"] = account.Address,
                ["name"] = account.Name,
                ["gender"] = account.Gender,
                ["dayOfBirth"] = PatientMessages.Plain(account.Born.Day),
                ["monthOfBirth"] = PatientMessages.Plain(account.Born.Month),
                ["yearOfBirth"] = PatientMessages.Plain(account.Born.Year),
                ["address"] = new JsonObject { ["line"] = "12 Park Street", ["district"] = "Pune", ["state"] = "Maharashtra", ["pincode"] = "411001" },
                ["phoneNumber"] = account.Mobile,
            },
        },
    };

    private static string? Hyphened(string? number) => number is null ? null : $"{number[..2]}-{number[2..6]}-{number[6..10]}-{number[10..]}";
}

/// <summary>One sharing.</summary>
internal sealed record ProfileShare(Guid Id, string Address, string HipId, string Counter, ShareForm Form, DateTimeOffset At)
{
    /// <summary>The number in the queue; v0.5 brings none.</summary>
    public string? Token { get; init; }

    public string? Trouble { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>In which of its three forms a profile is shared.</summary>
internal enum ShareForm
{
    V05,
    V1,
    V3,
}
