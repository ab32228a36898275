using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

public sealed class GatewayTimeTests
{
    [Theory]
    [Trait("Row", "G9")]
    [InlineData("2022-06-07T03:34:56.173438", "2022-06-07T03:34:56.1734380Z")]
    [InlineData("2022-06-07T03:34:56.173438Z", "2022-06-07T03:34:56.1734380Z")]
    [InlineData("2022-06-07T03:34:56", "2022-06-07T03:34:56.0000000Z")]
    [InlineData("2022-06-07T03:34", "2022-06-07T03:34:00.0000000Z")]
    [InlineData("2022-06-07T03:34Z", "2022-06-07T03:34:00.0000000Z")]
    [InlineData("2022-06-07T03:34:56.1", "2022-06-07T03:34:56.1000000Z")]
    [InlineData("2022-06-07T03:34:56.", "2022-06-07T03:34:56.0000000Z")]
    [InlineData("2022-06-07T03:34:56.123456789", "2022-06-07T03:34:56.1234567Z")]
    [InlineData("2022-06-07T09:04:56+05:30", "2022-06-07T03:34:56.0000000Z")]
    [InlineData("2022-06-07T09:04:56+0530", "2022-06-07T03:34:56.0000000Z")]
    [InlineData("2022-06-06T22:34:56.5-05", "2022-06-07T03:34:56.5000000Z")]
    [InlineData(" 2022-06-07 03:34:56 ", "2022-06-07T03:34:56.0000000Z")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00+05:30", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:60-18:00", "9999-12-31T23:59:59.9999999Z")]
    public void All_forms_of_the_wire_are_read_as_UTC(string text, string expected)
    {
        Assert.True(GatewayTime.TryParse(text, out var time));
        Assert.Equal(expected, time.UtcDateTime.ToString("O"));
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2022-06-07")]
    [InlineData("2022-02-30T00:00:00")]
    [InlineData("2022-13-01T00:00:00")]
    [InlineData("0000-01-01T00:00:00")]
    [InlineData("2022-06-07T24:00:00")]
    [InlineData("2022-06-07T03:34:56.1234567890")]
    [InlineData("2022-06-07T03:34:56+99:00")]
    [InlineData("2022-06-07T03:34:56Zulu")]
    [InlineData("٢٠٢٢-٠٦-٠٧T٠٣:٣٤:٥٦")]
    public void What_is_no_time_is_said_to_be_none(string? text) => Assert.False(GatewayTime.TryParse(text, out _));

    [Fact]
    public void We_write_UTC_with_milliseconds_and_Z() => Assert.Equal("2031-05-04T09:00:05.070Z", GatewayTime.Format(Messages.Now));
}
