using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Patients who pause or leave ABDM, and what else ABDM tells of its own accord.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0017_Notices")]
internal sealed class Notices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("address_standing", table => new
        {
            HipId = table.Column<string>(maxLength: 64),
            AddressHash = table.Column<string>(maxLength: 64),
            Status = table.Column<string>(maxLength: 32),
            ChangedAt = table.Column<DateTime>(),
            Version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("PK_address_standing", row => new { row.HipId, row.AddressHash }));

        migrationBuilder.CreateTable("abdm_notice", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(nullable: true),
            Kind = table.Column<string>(maxLength: 32),
            ConsentId = table.Column<string>(maxLength: 100, nullable: true),
            Purpose = table.Column<string>(maxLength: 32, nullable: true),
            Until = table.Column<DateTime>(nullable: true),
            CmId = table.Column<string>(maxLength: 20),
            ReceivedAt = table.Column<DateTime>(),
            ProtectedBody = table.Column<byte[]>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_abdm_notice", row => row.Id);
            table.ForeignKey("FK_abdm_notice_patient_PatientId", row => row.PatientId, "patient", "Id");
        });
        migrationBuilder.CreateIndex("IX_abdm_notice_PatientId_ReceivedAt", "abdm_notice", ["PatientId", "ReceivedAt"]);
        migrationBuilder.CreateIndex("IX_abdm_notice_HipId_ConsentId", "abdm_notice", ["HipId", "ConsentId"]);
    }
}
