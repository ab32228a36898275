using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>A request knows its last event: the next one follows it without reading those before.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0011_LastEvent")]
internal sealed class LastEvent : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("Steps", "link_request", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<string>("LastHash", "link_request", maxLength: 64, nullable: false, defaultValue: "");
        migrationBuilder.Sql("""
            UPDATE link_request SET
                "Steps" = (SELECT count(*) FROM link_event WHERE "LinkRequestId" = link_request."Id"),
                "LastHash" = COALESCE((SELECT "Hash" FROM link_event WHERE "LinkRequestId" = link_request."Id" ORDER BY "Seq" DESC LIMIT 1), '')
            """);
    }
}
