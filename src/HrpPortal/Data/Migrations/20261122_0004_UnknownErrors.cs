using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Errors of ABDM's that the catalogue does not know; and the indexes by which the times to an answer are read.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0004_UnknownErrors")]
internal sealed class UnknownErrors : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("unknown_error", table => new
        {
            Id = table.Column<Guid>(),
            Endpoint = table.Column<string>(maxLength: 64),
            Code = table.Column<string>(maxLength: 32),
            Message = table.Column<string>(maxLength: 300),
            HttpStatus = table.Column<int>(nullable: true),
            RequestId = table.Column<Guid>(),
            At = table.Column<DateTime>(),
        }, constraints: table => table.PrimaryKey("PK_unknown_error", row => row.Id));
        migrationBuilder.CreateIndex("IX_unknown_error_Endpoint_Code_Message", "unknown_error", ["Endpoint", "Code", "Message"]);
        migrationBuilder.CreateIndex("IX_link_attempt_BegunAt", "link_attempt", "BegunAt");
        migrationBuilder.CreateIndex("IX_authentication_exchange_BegunAt", "authentication_exchange", "BegunAt");
    }
}
