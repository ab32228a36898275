using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>The records office: who has taken what of the inbox, who works there, and the trail of exports; and a clerk's own requests by an index.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0008_RecordsOffice")]
internal sealed class RecordsOffice : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("audit_entry", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            At = table.Column<DateTime>(),
            Who = table.Column<string>(maxLength: 200),
            WhoName = table.Column<string>(maxLength: 200),
            What = table.Column<string>(maxLength: 32),
            Count = table.Column<int>(),
            Detail = table.Column<string>(maxLength: 300, nullable: true),
        }, constraints: table => table.PrimaryKey("PK_audit_entry", row => row.Id));
        migrationBuilder.CreateIndex("IX_audit_entry_HipId_At", "audit_entry", ["HipId", "At"]);

        migrationBuilder.CreateTable("office_claim", table => new
        {
            SubjectId = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            HolderId = table.Column<string>(maxLength: 200),
            HolderName = table.Column<string>(maxLength: 200),
            At = table.Column<DateTime>(),
            ById = table.Column<string>(maxLength: 200),
            ByName = table.Column<string>(maxLength: 200),
            Version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("PK_office_claim", row => row.SubjectId));

        migrationBuilder.CreateTable("office_member", table => new
        {
            HipId = table.Column<string>(maxLength: 64),
            StaffId = table.Column<string>(maxLength: 200),
            Name = table.Column<string>(maxLength: 200),
            SeenAt = table.Column<DateTime>(),
        }, constraints: table => table.PrimaryKey("PK_office_member", row => new { row.HipId, row.StaffId }));

        migrationBuilder.CreateIndex("IX_link_request_HipId_CreatedBy_CreatedAt", "link_request", ["HipId", "CreatedBy", "CreatedAt"]);
    }
}
