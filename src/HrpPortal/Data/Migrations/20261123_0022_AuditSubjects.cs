using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>The trail says whom and which request an entry is about, and its days are sealed.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123_0022_AuditSubjects")]
internal sealed class AuditSubjects : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("PatientId", "audit_entry", nullable: true);
        migrationBuilder.AddColumn<Guid>("LinkRequestId", "audit_entry", nullable: true);
        migrationBuilder.CreateIndex("IX_audit_entry_PatientId_At", "audit_entry", ["PatientId", "At"]);

        migrationBuilder.CreateTable("audit_seal", table => new
        {
            HipId = table.Column<string>(maxLength: 64),
            Day = table.Column<DateOnly>(),
            Until = table.Column<DateTime>(),
            Entries = table.Column<int>(),
            Hash = table.Column<string>(maxLength: 64),
        }, constraints: table => table.PrimaryKey("PK_audit_seal", row => new { row.HipId, row.Day }));
    }
}
