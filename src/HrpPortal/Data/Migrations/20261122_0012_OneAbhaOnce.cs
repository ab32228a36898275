using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>
/// An ABHA that is given to a patient is claimed by an index, so that two desks in the same instant cannot give it to two. Those of
/// before claim nothing: hospitals have the same person twice, and a migration that fails on it, or picks one of the two, helps
/// nobody. They are found as before, by looking. And an item of a request may be an update of a record that is linked.
/// </summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0012_OneAbhaOnce")]
internal sealed class OneAbhaOnce : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var collation = ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL" ? ByteOrder.Collation : null;
        migrationBuilder.AddColumn<string>("AbhaClaim", "patient", maxLength: 14, nullable: true);
        migrationBuilder.AddColumn<string>("AddressClaim", "patient", maxLength: 100, nullable: true, collation: collation);
        migrationBuilder.CreateIndex("ux_patient_abha_claim", "patient", ["HipId", "AbhaClaim"], unique: true, filter: "\"AbhaClaim\" IS NOT NULL");
        migrationBuilder.CreateIndex("ux_patient_address_claim", "patient", ["HipId", "AddressClaim"], unique: true, filter: "\"AddressClaim\" IS NOT NULL");
        migrationBuilder.AddColumn<bool>("IsUpdate", "link_item", nullable: false, defaultValue: false);
    }
}
