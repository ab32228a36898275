using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>What people chose for themselves: language, look, keys.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0010_UserSettings")]
internal sealed class UserSettingsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("user_settings", table => new
    {
        StaffId = table.Column<string>(maxLength: 64),
        Culture = table.Column<string>(maxLength: 16, nullable: true),
        LookText = table.Column<string>(maxLength: 64),
        UpdatedAt = table.Column<DateTime>(),
    }, constraints: table => table.PrimaryKey("PK_user_settings", row => row.StaffId));
}
