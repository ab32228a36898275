using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace HrpPortal.Tests.Support;

/// <summary>How SQLite would find what a statement asks for; whatever its parameters are, the way is the same.</summary>
public static partial class QueryPlan
{
    /// <summary>Its steps in SQLite's own words.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct()) command.Parameters.AddWithValue(name, "[1]");
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync()) steps.Add(reader.GetString(3));
        return steps;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
