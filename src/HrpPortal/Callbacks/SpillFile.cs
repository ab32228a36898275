using System.Buffers.Binary;
using HrpPortal.Data;

namespace HrpPortal.Callbacks;

/// <summary>
/// An append-only file of records, each with its length before it. It is locked while it is open: another process leaves it
/// alone, and a process that died holds no lock. What a power cut tore off is the end of the file, and was never acknowledged.
/// </summary>
public sealed class SpillFile : IDisposable
{
    private const int MostBytesOfARecord = 1024 * 1024;

    private readonly FileStream _file;

    private SpillFile(FileStream file) => _file = file;

    public long Length => _file.Length;

    /// <summary>The file ends within a record.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>A new file, whose name is on the disk too.</summary>
    public static SpillFile Begin(string path)
    {
        var file = new SpillFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
        DiskSync.FlushFolder(Path.GetDirectoryName(path)!);
        return file;
    }

    /// <summary>For reading from the start; throws <see cref="IOException"/> when somebody appends to it.</summary>
    public static SpillFile Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None));

    /// <summary>Returns when all of them are on the disk, by one sync.</summary>
    public void Append(IEnumerable<byte[]> records)
    {
        var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var record in records)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
            bytes.Write(length);
            bytes.Write(record);
        }

        _file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        DiskSync.Flush(_file);
    }

    /// <summary>The next record; null at the end, or where the end was torn off.</summary>
    public byte[]? Read()
    {
        var (start, length) = (_file.Position, new byte[sizeof(int)]);
        if (start == _file.Length) return null;
        if (_file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length)
        {
            var expected = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (expected is > 0 and <= MostBytesOfARecord && expected <= _file.Length - _file.Position)
            {
                var record = new byte[expected];
                _file.ReadExactly(record);
                return record;
            }
        }

        IsTorn = true;
        return null;
    }

    public void Dispose() => _file.Dispose();
}
