using System.Text;

namespace HrpPortal.Tests.Kill;

/// <summary>How a power cut treats what was written and not synced.</summary>
internal enum PowerCut
{
    /// <summary>None of it reached the disk.</summary>
    NothingUnsynced,

    /// <summary>Any of it reached the disk, in any order, any sector of a write without the others.</summary>
    SomeSectorsInAnyOrder,

    /// <summary>All of it did.</summary>
    Everything,

    /// <summary>All but the last change: a process that was killed had noted it and not made it yet.</summary>
    EverythingButTheLast,
}

/// <summary>What tests/native/disk.c noted of a portal's store; makes of it the disk that a power cut at this moment would leave.</summary>
internal sealed class DiskJournal(string journal, string folder, IReadOnlyDictionary<string, byte[]> before)
{
    private const int HeadLength = 24;
    private const int Sector = 512;

    private enum Op { Open = 1, Create, Write, Truncate, SyncBegin, SyncEnd, Unlink, Rename }

    private sealed record Entry(int Index, Op Op, uint File, long At, byte[] Bytes);

    /// <summary>The files of a folder, as they are before the first process that is watched.</summary>
    public static Dictionary<string, byte[]> Contents(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(file => file, File.ReadAllBytes);

    /// <summary>The store after a power cut right now, in a folder of its own.</summary>
    public StoreCopy After(PowerCut cut, Random random)
    {
        var copy = StoreCopy.Empty();
        foreach (var (path, content) in Disk(cut, random))
        {
            var target = Path.Combine(copy.Folder, Path.GetRelativePath(folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }

        return copy;
    }

    private Dictionary<string, byte[]> Disk(PowerCut cut, Random random)
    {
        var names = new Dictionary<uint, string>();
        var begun = new Dictionary<long, int>();
        var files = before.ToDictionary(one => one.Key, one => new Kept(one.Value, nameIsSafe: true));
        var missing = cut == PowerCut.EverythingButTheLast ? Entries().Last(entry => entry.Op is Op.Write or Op.Truncate).Index : -1;
        foreach (var entry in Entries().Where(entry => entry.Index != missing))
        {
            if (entry.Op is Op.Open or Op.Create) names[entry.File] = Encoding.UTF8.GetString(entry.Bytes);
            var path = names.GetValueOrDefault(entry.File) ?? "";
            switch (entry.Op)
            {
                case Op.Create:
                    files[path] = new Kept([], nameIsSafe: false) { CreatedAt = entry.Index };
                    break;
                case Op.SyncBegin:
                    begun[entry.At] = entry.Index;
                    break;
                case Op.SyncEnd when files.TryGetValue(path, out var synced):
                    synced.Sync(begun[entry.At]);
                    break;
                case Op.SyncEnd: // A folder: the names in it are safe now, those that went are gone.
                    foreach (var (name, one) in files.Where(one => Path.GetDirectoryName(one.Key) == path).ToList())
                    {
                        if (one.CreatedAt < begun[entry.At]) one.NameIsSafe = true;
                        if (one.UnlinkedAt < begun[entry.At]) files.Remove(name);
                    }

                    break;
                case Op.Unlink:
                    if (files.TryGetValue(Encoding.UTF8.GetString(entry.Bytes), out var gone)) gone.UnlinkedAt = entry.Index;
                    break;
                case Op.Rename:
                    throw new InvalidOperationException("The store renames no files.");
                case Op.Write or Op.Truncate:
                    files[path].Pending.Add(entry);
                    break;
            }
        }

        bool Keep() => cut is PowerCut.Everything or PowerCut.EverythingButTheLast || (cut == PowerCut.SomeSectorsInAnyOrder && random.Next(2) == 0);
        return files
            .Where(one => (one.Value.NameIsSafe || Keep()) && (one.Value.UnlinkedAt == int.MaxValue || !Keep()))
            .ToDictionary(one => one.Key, one => one.Value.AfterCut(cut, random));
    }

    /// <summary>What is noted so far; the last note may be half there. Of a long life it is more than fits into memory.</summary>
    private IEnumerable<Entry> Entries()
    {
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 20);
        using var reader = new BinaryReader(file);
        var end = file.Length;
        for (var index = 0; file.Position + HeadLength <= end; index++)
        {
            var (op, number, at, size, _) = ((Op)reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
            if (file.Position + size > end) yield break;
            yield return new Entry(index, op, number, at, reader.ReadBytes(size));
        }
    }

    /// <summary>One file: what is safe, and what came after.</summary>
    private sealed class Kept(byte[] content, bool nameIsSafe)
    {
        private byte[] _bytes = content;
        private long _length = content.Length;

        public List<Entry> Pending { get; } = [];

        public bool NameIsSafe { get; set; } = nameIsSafe;

        public int CreatedAt { get; init; } = -1;

        public int UnlinkedAt { get; set; } = int.MaxValue;

        public void Sync(int before)
        {
            foreach (var entry in Pending.Where(one => one.Index < before)) Do(entry, 0, entry.Bytes.Length);
            Pending.RemoveAll(one => one.Index < before);
        }

        public byte[] AfterCut(PowerCut cut, Random random)
        {
            var rest = cut == PowerCut.NothingUnsynced ? [] : Pending.ToArray();
            if (cut == PowerCut.SomeSectorsInAnyOrder) random.Shuffle(rest);
            foreach (var entry in rest)
            {
                if (cut is PowerCut.Everything or PowerCut.EverythingButTheLast) Do(entry, 0, entry.Bytes.Length);
                else if (entry.Op == Op.Truncate && random.Next(2) == 0) Do(entry, 0, 0);
                else if (entry.Op == Op.Write)
                {
                    for (var from = 0; from < entry.Bytes.Length; from += Sector)
                        if (random.Next(2) == 0) Do(entry, from, Math.Min(from + Sector, entry.Bytes.Length));
                }
            }

            return _bytes[..(int)_length];
        }

        private void Do(Entry entry, int from, int to)
        {
            var end = entry.Op == Op.Truncate ? entry.At : entry.At + to;
            if (end > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(end, 2L * _bytes.Length));
            if (entry.Op == Op.Truncate)
            {
                if (end < _length) Array.Clear(_bytes, (int)end, (int)(_length - end));
                _length = end;
                return;
            }

            entry.Bytes.AsSpan(from, to - from).CopyTo(_bytes.AsSpan((int)entry.At + from));
            _length = Math.Max(_length, end);
        }
    }
}
