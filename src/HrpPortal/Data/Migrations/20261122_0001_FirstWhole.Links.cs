using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

internal sealed partial class FirstWhole
{
    private static void Permissions(MigrationBuilder migration)
    {
        migration.CreateTable("linking_token", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            AddressKey = table.Column<string>(maxLength: 100),
            ProtectedText = table.Column<string>(),
            IssuedAt = table.Column<DateTime>(),
            ExpiresAt = table.Column<DateTime>(),
            AuthenticationId = table.Column<Guid>(nullable: true),
            ReservedFor = table.Column<Guid>(nullable: true),
            UsedAt = table.Column<DateTime>(nullable: true),
            DiscardedAt = table.Column<DateTime>(nullable: true),
            Version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("PK_linking_token", row => row.Id));
        migration.CreateIndex("IX_linking_token_HipId_AddressKey_ExpiresAt", "linking_token", ["HipId", "AddressKey", "ExpiresAt"]);

        migration.CreateTable("authentication", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            PhrAddress = table.Column<string>(maxLength: 100),
            AddressKey = table.Column<string>(maxLength: 100),
            CreatedAt = table.Column<DateTime>(),
            OutboxKey = table.Column<string>(maxLength: 200),
            State = table.Column<string>(maxLength: 32),
            Step = table.Column<string>(maxLength: 32),
            TransactionId = table.Column<string>(maxLength: 100, nullable: true),
            TransactionExpiresAt = table.Column<DateTime>(nullable: true),
            NextAt = table.Column<DateTime>(nullable: true),
            ClosedAt = table.Column<DateTime>(nullable: true),
            ErrorCode = table.Column<string>(maxLength: 32, nullable: true),
            ErrorMessage = table.Column<string>(maxLength: 500, nullable: true),
            BlockedUntil = table.Column<DateTime>(nullable: true),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_authentication", row => row.Id);
            table.ForeignKey("FK_authentication_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_authentication_PatientId", "authentication", "PatientId");
        migration.CreateIndex("ux_authentication_open", "authentication", ["HipId", "AddressKey"], unique: true, filter: "\"ClosedAt\" IS NULL");

        migration.CreateTable("authentication_exchange", table => new
        {
            RequestId = table.Column<Guid>(),
            AuthenticationId = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Number = table.Column<int>(),
            Step = table.Column<string>(maxLength: 32),
            BegunAt = table.Column<DateTime>(),
            HttpStatus = table.Column<int>(nullable: true),
            AnsweredAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_authentication_exchange", row => row.RequestId);
            table.ForeignKey("FK_authentication_exchange_authentication_AuthenticationId", row => row.AuthenticationId, "authentication", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_authentication_exchange_AuthenticationId", "authentication_exchange", "AuthenticationId");
    }

    private static void Links(MigrationBuilder migration)
    {
        migration.CreateTable("link_request", table => new
        {
            Id = table.Column<Guid>(),
            Reference = table.Column<string>(maxLength: 20),
            HipId = table.Column<string>(maxLength: 64),
            Dialect = table.Column<string>(maxLength: 32),
            PatientId = table.Column<Guid>(),
            Kind = table.Column<string>(maxLength: 32),
            PhrAddress = table.Column<string>(maxLength: 100),
            AddressKey = table.Column<string>(maxLength: 100),
            DraftId = table.Column<Guid>(),
            Part = table.Column<int>(),
            CreatedBy = table.Column<string>(maxLength: 200),
            CreatedByName = table.Column<string>(maxLength: 200),
            CreatedAt = table.Column<DateTime>(),
            State = table.Column<string>(maxLength: 32),
            Reason = table.Column<string>(maxLength: 32),
            AuthenticationId = table.Column<Guid>(nullable: true),
            NextAttemptAt = table.Column<DateTime>(nullable: true),
            AcceptedAt = table.Column<DateTime>(nullable: true),
            ClosedAt = table.Column<DateTime>(nullable: true),
            UpdatedAt = table.Column<DateTime>(),
            TokenRenewals = table.Column<int>(),
            ErrorCode = table.Column<string>(maxLength: 32, nullable: true),
            ErrorMessage = table.Column<string>(maxLength: 500, nullable: true),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_request", row => row.Id);
            table.ForeignKey("FK_link_request_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_link_request_Reference", "link_request", "Reference", unique: true);
        migration.CreateIndex("ux_link_request_draft", "link_request", ["DraftId", "Part"], unique: true);
        migration.CreateIndex("IX_link_request_HipId_State_CreatedAt", "link_request", ["HipId", "State", "CreatedAt"]);
        migration.CreateIndex("IX_link_request_HipId_CreatedAt", "link_request", ["HipId", "CreatedAt"]);
        migration.CreateIndex("IX_link_request_PatientId", "link_request", "PatientId");

        migration.CreateTable("link_context", table => new
        {
            LinkRequestId = table.Column<Guid>(),
            CareContextId = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            AddressKey = table.Column<string>(maxLength: 100),
            Kind = table.Column<string>(maxLength: 32),
            ReleasedAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_context", row => new { row.LinkRequestId, row.CareContextId });
            table.ForeignKey("FK_link_context_link_request_LinkRequestId", row => row.LinkRequestId, "link_request", "Id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("FK_link_context_care_context_CareContextId", row => row.CareContextId, "care_context", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_link_context_CareContextId", "link_context", "CareContextId");
        migration.CreateIndex("ux_link_context_held", "link_context", ["HipId", "AddressKey", "CareContextId"], unique: true,
            filter: "\"ReleasedAt\" IS NULL AND \"Kind\" = 'NewCareContexts'");

        migration.CreateTable("link_item", table => new
        {
            LinkRequestId = table.Column<Guid>(),
            HealthRecordId = table.Column<Guid>(),
            CareContextId = table.Column<Guid>(),
            ReleasedAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_item", row => new { row.LinkRequestId, row.HealthRecordId });
            table.ForeignKey("FK_link_item_link_request_LinkRequestId", row => row.LinkRequestId, "link_request", "Id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("FK_link_item_health_record_HealthRecordId", row => row.HealthRecordId, "health_record", "Id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("FK_link_item_care_context_CareContextId", row => row.CareContextId, "care_context", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_link_item_CareContextId", "link_item", "CareContextId");
        migration.CreateIndex("ux_link_item_record", "link_item", "HealthRecordId", unique: true, filter: "\"ReleasedAt\" IS NULL");
    }
}
