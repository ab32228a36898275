using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>SMS that ABDM is asked to send to patients without an ABHA address.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0020_SmsInvitations")]
internal sealed class SmsInvitations : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("sms_invitation", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Dialect = table.Column<string>(maxLength: 32),
            PatientId = table.Column<Guid>(),
            Mobile = table.Column<string>(maxLength: 10),
            AskedById = table.Column<string>(maxLength: 200),
            AskedByName = table.Column<string>(maxLength: 200),
            AskedAt = table.Column<DateTime>(),
            State = table.Column<string>(maxLength: 32),
            Tries = table.Column<int>(),
            RequestId = table.Column<Guid>(nullable: true),
            NextAt = table.Column<DateTime>(nullable: true),
            ClosedAt = table.Column<DateTime>(nullable: true),
            ErrorCode = table.Column<string>(maxLength: 32, nullable: true),
            ErrorMessage = table.Column<string>(maxLength: 500, nullable: true),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_sms_invitation", row => row.Id);
            table.ForeignKey("FK_sms_invitation_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_sms_invitation_PatientId_AskedAt", "sms_invitation", ["PatientId", "AskedAt"]);
        migrationBuilder.CreateIndex("IX_sms_invitation_RequestId", "sms_invitation", "RequestId");
        migrationBuilder.CreateIndex("ux_sms_invitation_open", "sms_invitation", ["HipId", "Mobile"], unique: true, filter: "\"ClosedAt\" IS NULL");
    }
}
