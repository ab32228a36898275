using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Patients who look for their records in their own app, and what they choose to link.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0018_AppSearches")]
internal sealed class AppSearches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("app_search", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Dialect = table.Column<string>(maxLength: 32),
            PatientId = table.Column<Guid>(),
            TransactionId = table.Column<string>(maxLength: 100),
            RequestId = table.Column<Guid>(),
            PhrAddress = table.Column<string>(maxLength: 100),
            AddressKey = table.Column<string>(maxLength: 100),
            AskedAt = table.Column<DateTime>(),
            Shown = table.Column<int>(),
            State = table.Column<string>(maxLength: 32),
            Trouble = table.Column<string>(maxLength: 32, nullable: true),
            InitId = table.Column<Guid>(nullable: true),
            InitAskedAs = table.Column<string>(maxLength: 64, nullable: true),
            InitAt = table.Column<DateTime>(nullable: true),
            LinkReference = table.Column<string>(maxLength: 40, nullable: true),
            SealedCode = table.Column<byte[]>(nullable: true),
            CodeUntil = table.Column<DateTime>(nullable: true),
            WrongCodes = table.Column<int>(),
            Sendings = table.Column<int>(),
            CodesSent = table.Column<int>(),
            NextAt = table.Column<DateTime>(nullable: true),
            ConfirmId = table.Column<Guid>(nullable: true),
            UpdatedAt = table.Column<DateTime>(),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_app_search", row => row.Id);
            table.ForeignKey("FK_app_search_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_app_search_HipId_TransactionId_PatientId", "app_search", ["HipId", "TransactionId", "PatientId"], unique: true);
        migrationBuilder.CreateIndex("IX_app_search_HipId_LinkReference", "app_search", ["HipId", "LinkReference"]);
        migrationBuilder.CreateIndex("IX_app_search_PatientId_AskedAt", "app_search", ["PatientId", "AskedAt"]);

        migrationBuilder.CreateTable("app_search_choice", table => new
        {
            AppSearchId = table.Column<Guid>(),
            CareContextId = table.Column<Guid>(),
            HiTypes = table.Column<string>(maxLength: 200),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_app_search_choice", row => new { row.AppSearchId, row.CareContextId });
            table.ForeignKey("FK_app_search_choice_app_search_AppSearchId", row => row.AppSearchId, "app_search", "Id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("FK_app_search_choice_care_context_CareContextId", row => row.CareContextId, "care_context", "Id", onDelete: ReferentialAction.Cascade);
        });
        migrationBuilder.CreateIndex("IX_app_search_choice_CareContextId", "app_search_choice", "CareContextId");
    }
}
