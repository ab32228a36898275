namespace HrpPortal.Patients;

/// <summary>The id of a patient begins with the moment it was made (a version 7 UUID): newer ones are greater.</summary>
internal static class PatientIds
{
    private const long Overlap = 60_000;

    /// <summary>What was made since, and a minute more: ids are not always committed in their order.</summary>
    public static Guid AMinuteBefore(Guid id)
    {
        var bytes = id.ToByteArray(bigEndian: true);
        var milliseconds = 0L;
        for (var i = 0; i < 6; i++) milliseconds = (milliseconds << 8) | bytes[i];
        milliseconds = Math.Max(0, milliseconds - Overlap);
        Array.Clear(bytes);
        for (var i = 5; i >= 0; i--, milliseconds >>= 8) bytes[i] = (byte)milliseconds;
        return new Guid(bytes, bigEndian: true);
    }
}
