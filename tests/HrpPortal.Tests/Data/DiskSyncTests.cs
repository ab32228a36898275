using HrpPortal.Data;

namespace HrpPortal.Tests.Data;

public sealed class DiskSyncTests
{
    /// <summary>No device that can be synced lies behind this name: fsync says so, and FileStream keeps it to itself.</summary>
    [Fact, Trait("Row", "D3"), Trait("Row", "I2")]
    public void A_sync_that_failed_is_heard()
    {
        using var file = new FileStream("/dev/null", FileMode.Open, FileAccess.Write);
        file.Flush(flushToDisk: true);

        Assert.Throws<IOException>(() => DiskSync.Flush(file));
    }

    [Fact, Trait("Row", "D6")]
    public void A_file_and_its_folder_are_synced()
    {
        var folder = Directory.CreateTempSubdirectory("hrp_sync_");
        using (var file = new FileStream(Path.Combine(folder.FullName, "one"), FileMode.CreateNew, FileAccess.Write))
        {
            file.Write("kept"u8);
            DiskSync.Flush(file);
        }

        DiskSync.FlushFolder(folder.FullName);
        Assert.Throws<IOException>(() => DiskSync.FlushFolder(Path.Combine(folder.FullName, "nowhere")));
        folder.Delete(recursive: true);
    }
}
