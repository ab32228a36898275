using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>
/// Written by hand and for both engines: no column names a type of one engine, so that each takes its own mapping of the CLR
/// type. A test holds that what this builds is what the model asks for, on both.
/// </summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0001_FirstWhole")]
internal sealed partial class FirstWhole : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        People(migrationBuilder);
        Permissions(migrationBuilder);
        Links(migrationBuilder);
        Traffic(migrationBuilder);
    }

    private static void People(MigrationBuilder migration)
    {
        migration.CreateTable("facility", table => new
        {
            HipId = table.Column<string>(maxLength: 64),
            Name = table.Column<string>(maxLength: 200),
            Dialect = table.Column<string>(maxLength: 32),
        }, constraints: table => table.PrimaryKey("PK_facility", row => row.HipId));

        migration.CreateTable("patient", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Number = table.Column<string>(maxLength: 64),
            Name = table.Column<string>(maxLength: 200),
            Gender = table.Column<string>(maxLength: 32),
            BirthDate = table.Column<DateOnly>(),
            Mobile = table.Column<string>(maxLength: 10, nullable: true),
            PhrAddress = table.Column<string>(maxLength: 100, nullable: true),
            AbhaNumber = table.Column<string>(maxLength: 14, nullable: true),
            RegisteredAt = table.Column<DateTime>(),
            UpdatedAt = table.Column<DateTime>(),
            Version = table.Column<int>(),
            SearchText = table.Column<string>(maxLength: 500),
        }, constraints: table => table.PrimaryKey("PK_patient", row => row.Id));
        migration.CreateIndex("IX_patient_HipId_Number", "patient", ["HipId", "Number"], unique: true);
        migration.CreateIndex("IX_patient_HipId_Name", "patient", ["HipId", "Name"]);

        migration.CreateTable("care_context", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            Reference = table.Column<string>(maxLength: 100),
            VisitNumber = table.Column<string>(maxLength: 64),
            Display = table.Column<string>(maxLength: 100),
            CreatedAt = table.Column<DateTime>(),
            LinkedAt = table.Column<DateTime>(nullable: true),
            LinkedAddressKey = table.Column<string>(maxLength: 100, nullable: true),
            Version = table.Column<int>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_care_context", row => row.Id);
            table.ForeignKey("FK_care_context_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
        });
        migration.CreateIndex("IX_care_context_HipId_Reference", "care_context", ["HipId", "Reference"], unique: true);
        migration.CreateIndex("IX_care_context_PatientId", "care_context", "PatientId");

        migration.CreateTable("health_record", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            PatientId = table.Column<Guid>(),
            VisitNumber = table.Column<string>(maxLength: 64),
            Date = table.Column<DateOnly>(),
            HiType = table.Column<string>(maxLength: 32),
            Title = table.Column<string>(maxLength: 100),
            Doctor = table.Column<string>(maxLength: 100, nullable: true),
            CreatedAt = table.Column<DateTime>(),
            CareContextId = table.Column<Guid>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_health_record", row => row.Id);
            table.ForeignKey("FK_health_record_patient_PatientId", row => row.PatientId, "patient", "Id", onDelete: ReferentialAction.Cascade);
            table.ForeignKey("FK_health_record_care_context_CareContextId", row => row.CareContextId, "care_context", "Id");
        });
        migration.CreateIndex("IX_health_record_PatientId", "health_record", "PatientId");
        migration.CreateIndex("IX_health_record_CareContextId", "health_record", "CareContextId");
    }
}
