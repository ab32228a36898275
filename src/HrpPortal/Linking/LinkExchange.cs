using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Linking;

/// <summary>What went over the wire for a request, for IT to compare with ABDM's own log: no token, no code, nothing secret.</summary>
public sealed class LinkExchange(IDbContextFactory<PortalDb> databases, LinkQueries links, CallbackBodies bodies)
{
    private static string Hidden => $"•••• ({LinkPageTexts.Hidden})";
    private const int LongestBody = 8 * 1024;

    /// <summary>Names of members that are secrets, wherever they stand.</summary>
    private static readonly string[] Secrets = ["token", "authcode", "otp", "secret", "password"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IReadOnlyList<ExchangedMessage>> ReadAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        if (await links.DetailsAsync(hipId, id, cancellationToken) is not { Attempts.Count: > 0 } details) return [];
        var asked = details.Attempts.Select(attempt => attempt.RequestId).ToArray();
        var since = TimedId.Since(details.Attempts.Min(attempt => attempt.BegunAt));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var answers = await db.Set<InboxCallback>().AsNoTracking()
            .Where(callback => callback.Id >= since && asked.Contains(callback.RespRequestId) && callback.HipId == hipId).OrderBy(callback => callback.Id).ToListAsync(cancellationToken);
        return [.. details.Attempts.Select(attempt => Sent(attempt, details)), .. answers.Select(Received)];
    }

    /// <summary>The body is not kept, because it holds a token: it is built again from what is.</summary>
    private static ExchangedMessage Sent(LinkAttempt attempt, LinkDetails details)
    {
        var contexts = details.Contents.Where(content => attempt.CareContextId is not { } one || content.CareContextId == one)
            .DistinctBy(content => content.CareContextId).Select(content => (JsonNode)new JsonObject { ["referenceNumber"] = content.Reference, ["display"] = content.Display });
        var isNew = details.Row.Kind == LinkKind.NewCareContexts;
        var body = new JsonObject
        {
            ["requestId"] = attempt.RequestId.ToString(),
            ["timestamp"] = GatewayTime.Format(new DateTimeOffset(attempt.BegunAt, TimeSpan.Zero)),
            [isNew ? "link" : "notification"] = isNew
                ? new JsonObject { ["accessToken"] = Hidden, ["patient"] = new JsonObject { ["referenceNumber"] = details.Row.PatientNumber, ["careContexts"] = new JsonArray([.. contexts]) } }
                : new JsonObject { ["careContext"] = new JsonArray([.. contexts]) },
        };
        return new ExchangedMessage(attempt.BegunAt, $"POST {(isNew ? GatewayPaths.AddContexts : GatewayPaths.ContextNotify)}", attempt.HttpStatus, body.ToJsonString(Readable), IsOurs: true);
    }

    private ExchangedMessage Received(InboxCallback callback) =>
        new(callback.ReceivedAt, $"POST {callback.Path}", 202, Redact(bodies.Open(callback.ProtectedBody)), IsOurs: false);

    /// <summary>Null where it is no JSON: what cannot be read cannot be cleared of secrets either.</summary>
    internal static string? Redact(ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestBody) return null;
        try
        {
            var node = JsonNode.Parse(body);
            Hide(node);
            return node?.ToJsonString(Readable);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var one in array) Hide(one);
        }
        else if (node is JsonObject body)
        {
            foreach (var (name, value) in body.ToList())
            {
                if (value is not null && Secrets.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase))) body[name] = Hidden;
                else Hide(value);
            }
        }
    }
}

/// <param name="Body">Null: it could not be shown safely.</param>
/// <param name="IsOurs">Sent by the portal; else received.</param>
public sealed record ExchangedMessage(DateTime At, string What, int? Status, string? Body, bool IsOurs);
