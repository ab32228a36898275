using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>The token that a request holds is found without a walk through all tokens, each time that a request ends.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0005_HeldTokens")]
internal sealed class HeldTokens : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_linking_token_ReservedFor", "linking_token", "ReservedFor");
}
