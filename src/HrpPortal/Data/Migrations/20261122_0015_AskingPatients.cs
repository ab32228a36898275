using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>A permission may be asked of the patient: by a code, or in the app.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0015_AskingPatients")]
internal sealed class AskingPatients : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Method", "authentication", maxLength: 32, nullable: false, defaultValue: "Demographics");
        migrationBuilder.AddColumn<string>("Purpose", "authentication", maxLength: 32, nullable: false, defaultValue: "Link");
        migrationBuilder.AddColumn<string>("Chosen", "authentication", maxLength: 32, nullable: true);
        migrationBuilder.AddColumn<string>("Modes", "authentication", maxLength: 200, nullable: true);
        migrationBuilder.AddColumn<DateTime>("CodeSentAt", "authentication", nullable: true);
        migrationBuilder.AddColumn<int>("WrongCodes", "authentication", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<string>("ProtectedToken", "authentication", nullable: true);
        migrationBuilder.AddColumn<DateTime>("TokenExpiresAt", "authentication", nullable: true);
        migrationBuilder.AddColumn<string>("ProtectedProfile", "authentication", nullable: true);
        migrationBuilder.AddColumn<string>("LookedBy", "authentication", maxLength: 200, nullable: true);
        migrationBuilder.AddColumn<string>("LookReason", "authentication", maxLength: 200, nullable: true);
        migrationBuilder.AddColumn<string>("Method", "authentication_exchange", maxLength: 32, nullable: true);
        migrationBuilder.AddColumn<string>("TransactionId", "authentication_exchange", maxLength: 100, nullable: true);
        migrationBuilder.CreateIndex("IX_authentication_exchange_TransactionId", "authentication_exchange", "TransactionId");
        migrationBuilder.DropIndex("IX_authentication_PatientId", "authentication");
        migrationBuilder.CreateIndex("IX_authentication_PatientId_CreatedAt", "authentication", ["PatientId", "CreatedAt"]);
    }
}
