using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>
/// Keys that patients are found by, among a million. Patients of before get theirs at the start of the portal (PatientKeys):
/// how a name is read is code, not SQL.
/// </summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0006_PatientKeys")]
internal sealed class PatientKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var collation = ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL" ? ByteOrder.Collation : null;
        foreach (var (column, length) in ((string, int)[])[("NameKey", 400), ("NumberKey", 64)])
            migrationBuilder.AddColumn<string>(column, "patient", maxLength: length, nullable: false, defaultValue: "", collation: collation);
        foreach (var (column, length) in ((string, int)[])[("NumberEnd", 64), ("MobileEnd", 4), ("AddressKey", 100)])
            migrationBuilder.AddColumn<string>(column, "patient", maxLength: length, nullable: true, collation: collation);
        foreach (var column in (string[])["NumberKey", "NumberEnd", "Mobile", "MobileEnd", "AbhaNumber", "AddressKey"])
            migrationBuilder.CreateIndex($"IX_patient_HipId_{column}", "patient", ["HipId", column]);
        foreach (var column in (string[])["Word1", "Word2", "Word3", "Word4", "Word5", "Word6"])
        {
            migrationBuilder.AddColumn<string>(column, "patient", maxLength: 200, nullable: true, collation: collation);
            migrationBuilder.CreateIndex($"IX_patient_HipId_{column}_NameKey", "patient", ["HipId", column, "NameKey"], filter: $"\"{column}\" IS NOT NULL");
        }

        migrationBuilder.CreateIndex("IX_patient_HipId_Id", "patient", ["HipId", "Id"]);
        migrationBuilder.CreateIndex("ix_patient_without_keys", "patient", "Id", filter: "\"NameKey\" = ''");
        migrationBuilder.DropIndex("IX_patient_HipId_Name", "patient");
    }
}
