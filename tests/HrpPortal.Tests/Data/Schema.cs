using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Data;

/// <summary>
/// What a database really holds, asked from its own catalogue: a line a column, index and foreign key, in order. Defaults are
/// left out: a column of a later migration has one for the rows of before, and the portal writes every column itself.
/// </summary>
internal static class Schema
{
    private const string Sqlite = """
        SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' not null', '') || iif(c.pk, ' key ' || c.pk, '')
            || iif(c.pk = 1 AND t.sql LIKE '%AUTOINCREMENT%', ' counted', '') || iif(t.sql LIKE '%"' || c.name || '" % COLLATE %', ' collated: ' || t.sql, '')
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL
        SELECT 'index ' || i.tbl_name || ' ' || i.sql FROM sqlite_master i WHERE i.type = 'index' AND i.sql IS NOT NULL
        UNION ALL
        SELECT 'foreign key ' || t.name || ' (' || group_concat(f."from") || ') to ' || f."table" || ' (' || group_concat(f."to") || ') on delete ' || f.on_delete
        FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id
        UNION ALL
        SELECT m.type || ' ' || m.name || ' ' || m.sql FROM sqlite_master m WHERE m.type IN ('trigger', 'view')
        """;

    private const string Postgres = """
        SELECT format('column %s.%s %s%s%s', table_name, column_name, coalesce(data_type || '(' || coalesce(character_maximum_length, numeric_precision, datetime_precision) || ')', data_type),
            CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END, coalesce(' collated ' || collation_name, '') || coalesce(' identity ' || identity_generation, ''))
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT format('index %s %s', tablename, indexdef) FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT format('%s %s %s %s', CASE contype WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' ELSE contype::text END, conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('trigger %s %s', tgname, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
        """;

    public static async Task<List<string>> ReadAsync(PortalDb db)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = db.Database.IsSqlite() ? Sqlite : Postgres;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));

        // What EF keeps for itself: which migrations ran, and who migrates just now.
        return [.. lines.Where(line => !line.Contains("__EFMigrations", StringComparison.Ordinal) && !line.StartsWith("column sqlite_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
