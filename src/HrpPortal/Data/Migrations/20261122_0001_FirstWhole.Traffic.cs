using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

internal sealed partial class FirstWhole
{
    private static void Traffic(MigrationBuilder migration)
    {
        migration.CreateTable("link_attempt", table => new
        {
            RequestId = table.Column<Guid>(),
            LinkRequestId = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Number = table.Column<int>(),
            LinkingTokenId = table.Column<Guid>(nullable: true),
            BegunAt = table.Column<DateTime>(),
            Questions = table.Column<int>(),
            State = table.Column<string>(maxLength: 32),
            HttpStatus = table.Column<int>(nullable: true),
            CorrelationId = table.Column<string>(maxLength: 128, nullable: true),
            ErrorCode = table.Column<string>(maxLength: 32, nullable: true),
            ErrorMessage = table.Column<string>(maxLength: 500, nullable: true),
            AcceptedAt = table.Column<DateTime>(nullable: true),
            AnsweredAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_attempt", row => row.RequestId);
            table.ForeignKey("FK_link_attempt_link_request_LinkRequestId", row => row.LinkRequestId, "link_request", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_link_attempt_LinkRequestId", "link_attempt", "LinkRequestId");

        migration.CreateTable("link_event", table => new
        {
            LinkRequestId = table.Column<Guid>(),
            Seq = table.Column<int>(),
            At = table.Column<DateTime>(),
            Transition = table.Column<string>(maxLength: 32),
            From = table.Column<string>(maxLength: 32, nullable: true),
            To = table.Column<string>(maxLength: 32),
            Actor = table.Column<string>(maxLength: 200),
            ActorName = table.Column<string>(maxLength: 200, nullable: true),
            AttemptRequestId = table.Column<Guid>(nullable: true),
            Code = table.Column<string>(maxLength: 32, nullable: true),
            Reason = table.Column<string>(maxLength: 32),
            Contradicts = table.Column<bool>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_link_event", row => new { row.LinkRequestId, row.Seq });
            table.ForeignKey("FK_link_event_link_request_LinkRequestId", row => row.LinkRequestId, "link_request", "Id", onDelete: ReferentialAction.Cascade);
        });

        migration.CreateTable("outbox", table => new
        {
            Kind = table.Column<string>(maxLength: 32),
            SubjectId = table.Column<Guid>(),
            Key = table.Column<string>(maxLength: 200),
            CreatedAt = table.Column<DateTime>(),
            DueAt = table.Column<DateTime>(),
            LeaseOwner = table.Column<string>(maxLength: 64, nullable: true),
            LeaseUntil = table.Column<DateTime>(nullable: true),
            ParkedReason = table.Column<string>(maxLength: 64, nullable: true),
            Failures = table.Column<int>(),
            Version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("PK_outbox", row => new { row.Kind, row.SubjectId }));
        migration.CreateIndex("IX_outbox_DueAt", "outbox", "DueAt");
        migration.CreateIndex("IX_outbox_Key", "outbox", "Key");

        migration.CreateTable("callback_inbox", table => new
        {
            Id = table.Column<Guid>(),
            Path = table.Column<string>(maxLength: 64),
            HipId = table.Column<string>(maxLength: 80),
            RequestId = table.Column<string>(maxLength: 64),
            RespRequestId = table.Column<Guid>(),
            BodyHash = table.Column<string>(maxLength: 64),
            ProtectedBody = table.Column<byte[]>(),
            Kid = table.Column<string>(maxLength: 128),
            ReceivedAt = table.Column<DateTime>(),
            AppliedAt = table.Column<DateTime>(nullable: true),
            Outcome = table.Column<string>(maxLength: 32, nullable: true),
            Failures = table.Column<int>(),
            RetryAt = table.Column<DateTime>(nullable: true),
        }, constraints: table => table.PrimaryKey("PK_callback_inbox", row => row.Id));
        migration.CreateIndex("IX_callback_inbox_Path_RespRequestId_BodyHash", "callback_inbox", ["Path", "RespRequestId", "BodyHash"], unique: true);
        migration.CreateIndex("ix_callback_inbox_not_applied", "callback_inbox", "Id", filter: "\"AppliedAt\" IS NULL");

        migration.CreateTable("key_ring", table => new
        {
            Id = table.Column<Guid>(),
            Name = table.Column<string>(maxLength: 200),
            Xml = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("PK_key_ring", row => row.Id));
    }
}
