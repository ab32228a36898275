using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Whom a clerk opened today, and which ABHA was compared with whom.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0009_Desk")]
internal sealed class Desk : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("recent_patient", table => new
        {
            PersonId = table.Column<string>(maxLength: 200),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            OpenedAt = table.Column<DateTime>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_recent_patient", row => new { row.PersonId, row.HipId, row.PatientId });
            table.ForeignKey("FK_recent_patient_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_recent_patient_PatientId", "recent_patient", "PatientId");
        migrationBuilder.CreateIndex("IX_recent_patient_PersonId_HipId_OpenedAt", "recent_patient", ["PersonId", "HipId", "OpenedAt"]);

        migrationBuilder.CreateTable("address_check", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            AddressKey = table.Column<string>(maxLength: 100),
            Way = table.Column<string>(maxLength: 32),
            Differed = table.Column<string>(maxLength: 100),
            Reason = table.Column<string>(maxLength: 200, nullable: true),
            CheckedBy = table.Column<string>(maxLength: 200),
            CheckedByName = table.Column<string>(maxLength: 200),
            CheckedAt = table.Column<DateTime>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_address_check", row => row.Id);
            table.ForeignKey("FK_address_check_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_address_check_PatientId_CheckedAt", "address_check", ["PatientId", "CheckedAt"]);
    }
}
