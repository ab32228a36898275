using HrpPortal.Data;

namespace HrpPortal.Tests.Data;

/// <summary>Rows of a time are found by their ids: as SQLite compares them, by text, and as PostgreSQL does, by bytes.</summary>
public sealed class TimedIdTests
{
    [Theory]
    [InlineData("2026-11-23T09:15:42.123Z")]
    [InlineData("1970-01-01T00:05:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void What_was_made_since_then_comes_after_it_and_what_was_made_well_before_does_not(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var since = TimedId.Since(time.UtcDateTime);

        for (var i = 0; i < 100; i++)
        {
            AssertOrder(since, Guid.CreateVersion7(time));
            if (time > DateTimeOffset.UnixEpoch.AddMinutes(10)) AssertOrder(Guid.CreateVersion7(time.AddMinutes(-5).AddMilliseconds(-1)), since);
        }
    }

    private static void AssertOrder(Guid first, Guid second)
    {
        Assert.True(string.CompareOrdinal(first.ToString().ToUpperInvariant(), second.ToString().ToUpperInvariant()) < 0, $"{first} {second}");
        Assert.True(first.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(second.ToByteArray(bigEndian: true)) < 0, $"{first} {second}");
    }
}
