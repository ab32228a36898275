using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

[Trait("Row", "G8")]
public sealed class CallbackBodyTests
{
    private static CallbackBody Parse(string json)
    {
        Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }

    [Theory]
    [InlineData("""{"error":{"code":1439,"message":"m"}}""", "1439")]
    [InlineData("""{"error":{"code":"1439","message":"m"}}""", "1439")]
    [InlineData("""{"error":{"code":"ABDM-1056: ","message":"m"}}""", "ABDM-1056")]
    [InlineData("""{"error":[{"code":"ABDM-1006: ","message":"m"}]}""", "ABDM-1006")]
    [InlineData("""{"error":{"code":null,"message":"m"}}""", null)]
    [InlineData("""{"error":"m"}""", null)]
    public void A_code_is_text_whatever_it_was(string json, string? code) =>
        Assert.Equal(new CallbackError(code, "m"), Parse(json).Error);

    [Theory]
    [InlineData("""{"acknowledgement":{"status":"SUCCESS"},"error":null}""")]
    [InlineData("""{"acknowledgement":{"status":"SUCCESS"}}""")]
    [InlineData("""{"acknowledgement":{"status":"SUCCESS"},"error":{}}""")]
    [InlineData("""{"acknowledgement":{"status":"SUCCESS","extra":[1]},"error":{"code":null,"message":null},"news":{"a":{}}}""")]
    [InlineData("""{"error":{"code":1},"acknowledgement":{"status":"ERRORED"},"acknowledgement":{"status":"SUCCESS"},"error":null}""")]
    public void Null_is_absent_and_of_duplicates_the_last_counts(string json) => Assert.True(Parse(json).IsSuccessAt(CallbackPaths.OnAddContexts));

    [Theory]
    [InlineData("""{"resp":{"requestId":"0b9f2c54-6a0e-4a55-9d0c-4c1b8f0e7a21"}}""")]
    [InlineData("""{"response":{"requestId":"0B9F2C54-6A0E-4A55-9D0C-4C1B8F0E7A21"}}""")]
    [InlineData("""{"resp":null,"response":{"requestId":"0b9f2c54-6a0e-4a55-9d0c-4c1b8f0e7a21"}}""")]
    public void The_answered_request_is_found_in_either_place(string json) => Assert.Equal(Messages.Id, Parse(json).RespRequestId);

    [Theory]
    [InlineData("""{"resp":{"requestId":"not-a-uuid"}}""")]
    [InlineData("""{"resp":{"requestId":7}}""")]
    [InlineData("""{"resp":"0b9f2c54-6a0e-4a55-9d0c-4c1b8f0e7a21"}""")]
    [InlineData("""{"resp":[]}""")]
    [InlineData("{}")]
    public void An_id_that_is_no_UUID_is_absent(string json) => Assert.Null(Parse(json).RespRequestId);

    [Fact]
    public void A_byte_order_mark_is_let_be()
    {
        Assert.True(CallbackBody.TryParse([0xEF, 0xBB, 0xBF, .. """{"requestId":"x"}"""u8], out var body));
        Assert.Equal("x", body.RequestId);
    }

    [Fact]
    public void Wrong_types_are_absent_and_unknown_values_kept()
    {
        var body = Parse("""{"requestId":12,"timestamp":[2022,6,7],"auth":{"transactionId":true,"mode":"PALM","modes":["PALM",{},null,3],"accessToken":"","patient":[],"meta":7}}""");
        Assert.Equal("12", body.RequestId);
        Assert.Null(body.TimestampText);
        Assert.Equal(("true", "PALM"), (body.Auth!.TransactionId, body.Auth.Mode));
        Assert.Equal(["PALM", "3"], body.Auth.Modes);
        Assert.Null(body.Auth.AccessToken);
        Assert.Null(body.Auth.Patient);
        Assert.Null(body.Auth.Expiry);
    }

    [Fact]
    public void Texts_that_are_no_Unicode_are_absent_and_the_rest_is_read()
    {
        var body = Parse("""{"requestId":"\ud800","\udc00":1,"acknowledgement":{"status":"SUCCESS"}}""");
        Assert.Null(body.RequestId);
        Assert.True(body.IsSuccessAt(CallbackPaths.OnAddContexts));
        Assert.True(CallbackBody.TryParse([.. "{\"requestId\":\""u8, 0xFF, 0xC0, .. "\",\"resp\":null}"u8], out body));
        Assert.Null(body.RequestId);
    }

    [Fact]
    public void A_message_is_one_line_of_bounded_length()
    {
        Assert.Equal("two lines", Parse("{\"error\":{\"message\":\"two\\r\\n\\u001b\\u2028lines\"}}").Error!.Message);
        Assert.Equal(500, Parse($$$"""{"error":{"message":"{{{new string('x', 60_000)}}}"}}""").Error!.Message!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1")]
    [InlineData("{}{}")]
    [InlineData("{}\0")]
    [InlineData("{'a':1}")]
    public void What_is_not_one_object_is_refused(string json) => Assert.False(CallbackBody.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Deep_nesting_and_other_encodings_are_refused()
    {
        Assert.False(CallbackBody.TryParse(Encoding.Unicode.GetBytes("""{"requestId":"x"}"""), out _));
        Assert.False(CallbackBody.TryParse(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}"), out _));
        Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 31) + new string(']', 31) + "}"), out _));
        Assert.False(CallbackBody.TryParse(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 32) + new string(']', 32) + "}"), out _));
    }
}
