using System.Text;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>A linking token is a bearer credential: its text lies in no table, no file of the store, no log line and no address.</summary>
public sealed class TokensAtRestTests
{
    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task After_links_and_refusals_no_token_lies_anywhere_and_the_log_names_nobody(TestEngine engine)
    {
        // The log at its most talkative: with every address that is called, and every statement.
        await using var portal = await PortalHost.StartAsync(
            settings =>
            {
                foreach (var category in (string[])["Default", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http"]) settings["Logging:LogLevel:" + category] = "Debug";
            },
            engine);
        var people = new List<Patient>();
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1500, Message = "Token is invalid or expired" });
        portal.ToAddContexts(new ScriptedAnswer { Status = 503 });
        for (var i = 0; i < 3; i++)
        {
            people.Add(await portal.PatientAsync());
            await portal.LinkedAfterAsync(await portal.SendAsync(people[i], await portal.RecordAsync(people[i])), TimeSpan.FromSeconds(7));
        }

        people.Add(await portal.PatientAsync(account => account with { Name = "Somebody Else" }));
        await portal.UntilAsync(await portal.SendAsync(people[3], await portal.RecordAsync(people[3])), LinkState.NeedsHuman);
        people.Add(await portal.PatientAsync(_ => null));
        await portal.UntilAsync(await portal.SendAsync(people[4], await portal.RecordAsync(people[4])), LinkState.NeedsHuman);
        await portal.CalmAsync();

        var secrets = portal.Sandbox.Received.Where(one => one.Path == CallPaths.AddContexts).Select(one => Token(one.Body, "link"))
            .Concat(portal.Sandbox.Callbacks.Where(one => one.Path == CallbackPaths.OnConfirm).Select(one => Token(one.Body, "auth")))
            .OfType<string>().Distinct().SelectMany(token => token.Split('.').Skip(1).Append(token)).ToList();
        Assert.True(secrets.Count >= 12, "The sandbox issued no tokens.");
        var store = engine == TestEngine.Sqlite ? Files(portal) : await TablesAsync(portal);
        Assert.Contains(people[0].Name, store, StringComparison.Ordinal); // The search does find what is there.
        var log = string.Join('\n', portal.Log.Lines);
        Assert.Contains(CallbackPaths.OnConfirm, log, StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, store, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), store, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }

        foreach (var person in people)
        {
            Assert.DoesNotContain(person.Name, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(person.PhrAddress!, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(person.Mobile!, log, StringComparison.Ordinal);
        }
    }

    private static string? Token(string body, string parent) => (string?)JsonNode.Parse(body)?[parent]?["accessToken"];

    /// <summary>Every byte of the store's files, the write-ahead log among them, as text.</summary>
    private static string Files(PortalHost portal)
    {
        var file = new SqliteConnectionStringBuilder(portal.Store.ConnectionString).DataSource;
        var text = new StringBuilder();
        foreach (var one in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*").Where(one => !one.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(one, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            text.Append(Encoding.Latin1.GetString(bytes.ToArray()));
        }

        return text.ToString();
    }

    private static async Task<string> TablesAsync(PortalHost portal)
    {
        await using var connection = new NpgsqlConnection(portal.Store.ConnectionString);
        await connection.OpenAsync();
        var tables = await ReadAsync(connection, "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'");
        var text = new StringBuilder();
        foreach (var table in tables) text.AppendJoin('\n', await ReadAsync(connection, $"SELECT one::text FROM {table} one"));
        return text.ToString();
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
