using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>A request knows how far it is with each of its care contexts, and its events are chained.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0002_OneByOne")]
internal sealed class OneByOne : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("State", "link_context", maxLength: 32, nullable: false, defaultValue: "Open");
        migrationBuilder.AddColumn<int>("Tries", "link_request", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<int>("Probes", "link_request", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<int>("NotKnownYet", "link_request", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<bool>("OneByOne", "link_request", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<Guid>("CareContextId", "link_attempt", nullable: true);
        migrationBuilder.AddColumn<Guid>("CareContextId", "link_event", nullable: true);

        // Events that were written before have no hash: their chain begins with the first that has one.
        migrationBuilder.AddColumn<string>("Hash", "link_event", maxLength: 64, nullable: false, defaultValue: "");

        // What was linked before is linked, and what was given up waits for its first probe from now on.
        migrationBuilder.Sql("""
            UPDATE link_context SET "State" = 'Linked' WHERE "LinkRequestId" IN (SELECT "Id" FROM link_request WHERE "State" = 'Linked')
            """);
        migrationBuilder.Sql("""
            UPDATE link_attempt SET "State" = 'Unanswered' WHERE "State" IN ('Accepted', 'Unknown') AND "LinkRequestId" IN (SELECT "Id" FROM link_request WHERE "State" = 'NoAnswer')
            """);
        foreach (var table in (string[])["link_request", "link_event"])
            migrationBuilder.Sql($"""UPDATE {table} SET "Reason" = 'OneByOne' WHERE "Reason" = 'SomeAlreadyLinked'""");
        migrationBuilder.Sql("""
            UPDATE link_request SET "NextAttemptAt" = "UpdatedAt" WHERE "State" = 'NoAnswer'
            """);
        migrationBuilder.Sql("""
            INSERT INTO outbox ("Kind", "SubjectId", "Key", "CreatedAt", "DueAt", "Failures", "Version")
            SELECT 'link', "Id", "HipId" || '|' || "AddressKey", "UpdatedAt", "UpdatedAt", 0, 1 FROM link_request WHERE "State" = 'NoAnswer'
            """);
    }
}
