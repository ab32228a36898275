using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>What a clerk has chosen and typed and not sent yet.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0007_Drafts")]
internal sealed class Drafts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("draft", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            PersonId = table.Column<string>(maxLength: 200),
            CreatedAt = table.Column<DateTime>(),
            UpdatedAt = table.Column<DateTime>(),
            Records = table.Column<string>(nullable: true),
            Displays = table.Column<string>(),
            Told = table.Column<bool>(),
            Address = table.Column<string>(maxLength: 100, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_draft", row => row.Id);
            table.ForeignKey("FK_draft_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_draft_PatientId", "draft", "PatientId");
        migrationBuilder.CreateIndex("IX_draft_PersonId_UpdatedAt", "draft", ["PersonId", "UpdatedAt"]);
        migrationBuilder.CreateIndex("IX_draft_UpdatedAt", "draft", "UpdatedAt");
    }
}
