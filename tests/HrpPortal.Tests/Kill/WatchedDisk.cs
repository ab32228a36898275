using System.IO.MemoryMappedFiles;

namespace HrpPortal.Tests.Kill;

internal enum DiskFault { None, Write, Read, Sync, Open }

/// <summary>A lane's disk in our hands (tests/native/disk.c): its journal, and faults that are armed while the portal runs.</summary>
internal sealed class WatchedDisk : IDisposable
{
    public const int NoSpace = 28;
    public const int IoError = 5;
    public const int AccessDenied = 13;

    /// <summary>The native side's page: what, error, lasting, partly, countdown, fired.</summary>
    private const int PageLength = 4096;

    private readonly string _own = Directory.CreateTempSubdirectory("hrp_disk_").FullName;
    private readonly string _folder;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _page;

    private WatchedDisk(string folder)
    {
        _folder = folder;
        _file = MemoryMappedFile.CreateFromFile(Path.Combine(_own, "fault"), FileMode.Create, mapName: null, PageLength);
        _page = _file.CreateViewAccessor();
        Journal = new DiskJournal(JournalPath, folder, new Dictionary<string, byte[]>());
    }

    /// <summary>Of the life that <see cref="BeginLife"/> began.</summary>
    public DiskJournal Journal { get; private set; }

    /// <summary>How often the armed fault struck.</summary>
    public long Fired => _page.ReadInt64(24);

    private string JournalPath => Path.Combine(_own, "journal");

    public static async Task<WatchedDisk> UnderAsync(KillLane lane)
    {
        var disk = new WatchedDisk(lane.Folder);
        lane.Set("LD_PRELOAD", await Native.DiskAsync());
        lane.Set("HRP_DISK_FOLDER", lane.Folder);
        lane.Set("HRP_DISK_FAULT", Path.Combine(disk._own, "fault"));
        lane.Set("HRP_DISK_JOURNAL", disk.JournalPath);
        return disk;
    }

    /// <summary>Before a portal starts: what is on the disk now is safe.</summary>
    public void BeginLife()
    {
        File.Delete(JournalPath);
        Journal = new DiskJournal(JournalPath, _folder, DiskJournal.Contents(_folder));
    }

    /// <param name="what">Which call fails.</param>
    /// <param name="error">With which errno.</param>
    /// <param name="countdown">The how manieth from now on; 1 is the next.</param>
    /// <param name="lasting">And every one after it, until <see cref="Heal"/>.</param>
    /// <param name="partly">A write that fails takes its first half, as a disk does that fills up.</param>
    public void Arm(DiskFault what, int error, long countdown, bool lasting = false, bool partly = false)
    {
        Heal();
        _page.Write(4, error);
        _page.Write(8, lasting ? 1 : 0);
        _page.Write(12, partly ? 1 : 0);
        _page.Write(16, countdown);
        _page.Write(24, 0L);
        Thread.MemoryBarrier();
        _page.Write(0, (int)what);
    }

    public void Heal() => _page.Write(0, (int)DiskFault.None);

    public void Dispose()
    {
        _page.Dispose();
        _file.Dispose();
        Directory.Delete(_own, recursive: true);
    }
}
