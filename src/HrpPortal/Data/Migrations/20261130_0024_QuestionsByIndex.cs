using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>
/// What was asked of an address, and what became of a record, also when it is over: the unique indexes know only what is open, and
/// each such question walked through all that ever was.
/// </summary>
[DbContext(typeof(PortalDb))]
[Migration("20261130_0024_QuestionsByIndex")]
internal sealed class QuestionsByIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("IX_authentication_HipId_AddressKey", "authentication", ["HipId", "AddressKey"]);
        migrationBuilder.CreateIndex("ix_link_item_record", "link_item", "HealthRecordId");
    }
}
