using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HrpPortal.Data.Migrations;

/// <summary>Patients who scanned the counter's code and shared their profile.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122_0019_SharedProfiles")]
internal sealed class SharedProfiles : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("shared_profile", table => new
        {
            Id = table.Column<Guid>(),
            HipId = table.Column<string>(maxLength: 64),
            Day = table.Column<DateOnly>(),
            Number = table.Column<int>(),
            AddressHash = table.Column<string>(maxLength: 64),
            Counter = table.Column<string>(maxLength: 64, nullable: true),
            SharedAt = table.Column<DateTime>(),
            ExpiresAt = table.Column<DateTime>(),
            ProtectedProfile = table.Column<byte[]>(nullable: true),
            TakenAt = table.Column<DateTime>(nullable: true),
            TakenById = table.Column<string>(maxLength: 200, nullable: true),
            TakenByName = table.Column<string>(maxLength: 200, nullable: true),
            Version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("PK_shared_profile", row => row.Id));
        migrationBuilder.CreateIndex("IX_shared_profile_HipId_Day_Number", "shared_profile", ["HipId", "Day", "Number"], unique: true);
        migrationBuilder.CreateIndex("IX_shared_profile_HipId_ExpiresAt", "shared_profile", ["HipId", "ExpiresAt"]);
    }
}
