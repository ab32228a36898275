using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Calls that ABDM makes of its own accord, and the answers that we owe it.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0014_AbdmCalls")]
internal sealed class AbdmCalls : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("abdm_call", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Dialect = table.Column<string>(maxLength: 32),
            Path = table.Column<string>(maxLength: 64),
            RequestId = table.Column<Guid>(),
            PatientId = table.Column<Guid>(nullable: true),
            ReceivedAt = table.Column<DateTime>(),
            AnswerPath = table.Column<string>(maxLength: 100),
            CmId = table.Column<string>(maxLength: 20),
            ProtectedAnswer = table.Column<byte[]>(),
            State = table.Column<string>(maxLength: 32),
            Tries = table.Column<int>(),
            NextAt = table.Column<DateTime>(nullable: true),
            AnsweredAt = table.Column<DateTime>(nullable: true),
            HttpStatus = table.Column<int>(nullable: true),
            ErrorCode = table.Column<string>(maxLength: 32, nullable: true),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_abdm_call", row => row.Id);
            table.ForeignKey("FK_abdm_call_patient_PatientId", row => row.PatientId, "patient", "Id");
        });
        migrationBuilder.CreateIndex("IX_abdm_call_PatientId_ReceivedAt", "abdm_call", ["PatientId", "ReceivedAt"]);
    }
}
