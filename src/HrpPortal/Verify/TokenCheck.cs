using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Verify;

/// <summary>Permissions: used once, held by nobody who ended, asked for by somebody who will act, and encrypted.</summary>
internal sealed class TokenCheck(PortalDb db, Findings findings)
{
    /// <summary>What ASP.NET Core's data protection begins everything with that it encrypted: 09 F0 C9 F0.</summary>
    private const string Encrypted = "CfDJ8";

    private static readonly LinkState[] Ended = [LinkState.Linked, LinkState.Refused, LinkState.Cancelled, LinkState.NeedsHuman];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tokens = db.Set<LinkingToken>();
        var linkedBy = db.Set<LinkAttempt>().Where(attempt => attempt.State == AttemptState.Succeeded && attempt.ErrorCode == null);
        var once = tokens.Where(token => token.Dialect == GatewayDialect.V05);
        findings.Looked("tokens", await tokens.LongCountAsync(cancellationToken));
        await FindAsync("tokens", "held by a request that ended", tokens.Where(token => token.UsedAt == null && token.DiscardedAt == null && token.ReservedFor != null
            && db.Set<LinkRequest>().Any(request => request.Id == token.ReservedFor && Ended.Contains(request.State))), cancellationToken);
        await FindAsync("tokens", "used, and no attempt linked with it", tokens.Where(token => token.UsedAt != null && !linkedBy.Any(attempt => attempt.LinkingTokenId == token.Id)), cancellationToken);
        await FindAsync("tokens", "an attempt linked with it, and it is not marked as used", once.Where(token => token.UsedAt == null && linkedBy.Any(attempt => attempt.LinkingTokenId == token.Id)), cancellationToken);
        await FindAsync("tokens", "two attempts linked with it", once.Where(token => linkedBy.Count(attempt => attempt.LinkingTokenId == token.Id) > 1), cancellationToken);

        await foreach (var token in tokens.Select(token => new { token.Id, token.ProtectedText }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            findings.Looked("secrets");
            if (!token.ProtectedText.StartsWith(Encrypted, StringComparison.Ordinal)) findings.Break("secrets", "linking_token", token.Id, "its text is not encrypted");
        }

        await foreach (var callback in db.Set<InboxCallback>().Select(one => new { one.Id, one.ProtectedBody }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            findings.Looked("secrets");
            if (!CallbackBodies.LooksClosed(callback.ProtectedBody)) findings.Break("secrets", "callback_inbox", callback.Id, "its body is not encrypted");
        }

        await AuthenticationsAsync(cancellationToken);
    }

    private async Task AuthenticationsAsync(CancellationToken cancellationToken)
    {
        var pairs =
            from one in db.Set<Authentication>()
            join row in db.Set<OutboxMessage>().Where(row => row.Kind == AuthenticationStore.OutboxKind) on one.Id equals row.SubjectId into rows
            from row in rows.DefaultIfEmpty()
            select new { Authentication = one, Row = row };
        await foreach (var pair in pairs.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            findings.Looked("outbox");
            if (OutboxCheck.Fault(pair.Authentication, pair.Row) is { } fault) findings.Break("outbox", "authentication", pair.Authentication.Id, $"is {pair.Authentication.State}, and {fault}");
        }
    }

    private async Task FindAsync(string rule, string what, IQueryable<LinkingToken> tokens, CancellationToken cancellationToken)
    {
        await foreach (var id in tokens.Select(token => token.Id).AsAsyncEnumerable().WithCancellation(cancellationToken)) findings.Break(rule, "linking_token", id, what);
    }
}
