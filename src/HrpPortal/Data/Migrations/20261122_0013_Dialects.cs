using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Permissions know their dialect: a token of one is worth nothing in the other.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0013_Dialects")]
internal sealed class Dialects : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Dialect", "linking_token", maxLength: 32, nullable: false, defaultValue: "V05");
        migrationBuilder.AddColumn<string>("Dialect", "authentication", maxLength: 32, nullable: false, defaultValue: "V05");
        migrationBuilder.DropIndex("ux_authentication_open", "authentication");
        migrationBuilder.CreateIndex("ux_authentication_open", "authentication", ["HipId", "AddressKey", "Dialect"], unique: true, filter: "\"ClosedAt\" IS NULL");
    }
}
