using System.Globalization;
using HrpPortal.Patients;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace HrpPortal.Bench;

/// <summary>Patients into the store and sizes out of it, past EF: a million rows in a minute.</summary>
internal static class PatientStore
{
    private const int InOneCommit = 50_000;

    public static async Task FillAsync(Portal portal, IEnumerable<Patient> patients)
    {
        await using var db = await portal.OpenDbAsync();
        var columns = db.Model.FindEntityType(typeof(Patient))!.GetProperties().ToList();
        await using var connection = await OpenAsync(portal);
        foreach (var chunk in patients.Chunk(InOneCommit))
        {
            await using var transaction = connection.BeginTransaction();
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"INSERT INTO patient ({string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""))}) VALUES ({string.Join(", ", columns.Select((_, at) => $"$p{at}"))})";
            var values = columns.Select((_, at) => insert.Parameters.Add(new SqliteParameter($"$p{at}", null))).ToList();
            foreach (var patient in chunk)
            {
                for (var at = 0; at < columns.Count; at++) values[at].Value = Stored(columns[at], patient);
                insert.ExecuteNonQuery();
            }

            await transaction.CommitAsync();
        }
    }

    /// <summary>In megabytes, by taking the indexes away one by one; the store is of no use afterwards.</summary>
    public static async Task<IReadOnlyList<(string Name, double Size)>> SizesAsync(Portal portal)
    {
        await using var connection = await OpenAsync(portal);
        var sizes = new List<(string, double)>();
        foreach (var index in (await TextAsync(connection, "SELECT group_concat(name) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'patient' AND sql IS NOT NULL")).Split(','))
        {
            var before = await FreeAsync(connection);
            await TextAsync(connection, $"DROP INDEX \"{index}\"");
            sizes.Add((index, await FreeAsync(connection) - before));
        }

        return [.. sizes.OrderByDescending(size => size.Item2)];
    }

    private static object Stored(IProperty column, Patient patient) => column.GetGetter().GetClrValue(patient) switch
    {
        null => DBNull.Value,
        Guid id => id.ToString().ToUpperInvariant(),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Enum choice => choice.ToString(),
        var value => value,
    };

    private static async Task<SqliteConnection> OpenAsync(Portal portal)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(portal.Folder, "portal.db")};Pooling=False");
        await connection.OpenAsync();
        await TextAsync(connection, "PRAGMA cache_size=-200000");
        return connection;
    }

    private static async Task<double> FreeAsync(SqliteConnection connection) =>
        double.Parse(await TextAsync(connection, "SELECT freelist_count * page_size / 1e6 FROM pragma_freelist_count, pragma_page_size"), CultureInfo.InvariantCulture);

    private static async Task<string> TextAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }
}
