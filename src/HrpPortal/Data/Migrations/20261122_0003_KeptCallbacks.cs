using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Callbacks that changed nothing are found without a walk through all that did.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0003_KeptCallbacks")]
internal sealed class KeptCallbacks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndex(
        "ix_callback_inbox_changed_nothing", "callback_inbox", "Id", filter: "\"Outcome\" IS NOT NULL AND \"Outcome\" <> 'Applied'");
}
