using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>
/// Repeated callbacks are known by the time in their body first. Those of before have no time here: one of them that comes once
/// more is kept once more, and says again what is known.
/// </summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123_0023_CallbackTimes")]
internal sealed class CallbackTimes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>("StampedAt", "callback_inbox", nullable: false, defaultValue: DateTime.UnixEpoch);
        migrationBuilder.DropIndex("IX_callback_inbox_Path_RespRequestId_BodyHash", "callback_inbox");
        migrationBuilder.CreateIndex(
            "IX_callback_inbox_StampedAt_Path_RespRequestId_BodyHash", "callback_inbox", ["StampedAt", "Path", "RespRequestId", "BodyHash"], unique: true);
    }
}
