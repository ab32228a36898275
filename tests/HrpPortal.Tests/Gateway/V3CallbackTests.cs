using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>What comes back in dialect v3, and of text messages in both.</summary>
public sealed class V3CallbackTests
{
    private static CallbackBody Parse(string json)
    {
        Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }

    [Fact]
    public void A_linking_token_is_read()
    {
        var body = Parse($$$"""{"abhaAddress":"meera.joshi@sbx","linkToken":"{{{Messages.LinkingToken}}}","response":{"requestId":"{{{Messages.Id}}}"}}""");
        Assert.Equal((Messages.LinkingToken, "meera.joshi@sbx", Messages.Id), (body.LinkToken?.Reveal(), body.AbhaAddress, body.RespRequestId));
        Assert.True(body.IsSuccessAt(CallbackPaths.OnGenerateToken));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"  \"", null)]
    [InlineData("\"a b\"", null)]
    [InlineData("\"a\\r\\nX-Evil: 1\"", null)]
    [InlineData("{}", null)]
    [InlineData("\"Bearer abc.def\"", "abc.def")]
    [InlineData("\" abc.def \"", "abc.def")]
    public void A_token_that_could_not_stand_in_a_header_is_none(string json, string? token)
    {
        var body = Parse($$"""{"abhaAddress":"x@sbx","linkToken":{{json}}}""");
        Assert.Equal(token, body.LinkToken?.Reveal());
        Assert.Equal(token is not null, body.IsSuccessAt(CallbackPaths.OnGenerateToken));
    }

    [Theory]
    [InlineData(CallbackPaths.OnCareContext, """{"status":"Successfully Linked care context"}""", true)]
    [InlineData(CallbackPaths.OnCareContext, """{"status":"Linked","error":null}""", true)]
    [InlineData(CallbackPaths.OnCareContext, """{"status":"Failed to link care context"}""", false)]
    [InlineData(CallbackPaths.OnCareContext, """{"status":" invalid   [invalid request]"}""", false)]
    [InlineData(CallbackPaths.OnCareContext, """{"status":"Successfully Linked care context","error":{"code":"ABDM-1037","message":"m"}}""", false)]
    [InlineData(CallbackPaths.OnCareContext, """{"abhaAddress":"x@sbx"}""", false)]
    [InlineData(CallbackPaths.OnContextNotifyV3, """{"acknowledgement":{"status":"SUCCESS"}}""", true)]
    [InlineData(CallbackPaths.OnContextNotifyV3, """{"acknowledgement":{"status":"ERRORED"},"error":{"code":"ABDM-1006: ","message":"No care context linked with given reference number"}}""", false)]
    [InlineData(CallbackPaths.OnSmsNotifyV3, """{"requestId":null,"timestamp":null,"acknowledgement":{"status":"SUCCESS"},"error":null,"resp":{}}""", true)]
    [InlineData(CallbackPaths.OnSmsNotifyV3, """{"status":"ACKNOWLEDGED"}""", true)]
    [InlineData(CallbackPaths.OnSmsNotify, """{"status":"ACKNOWLEDGED","error":{"code":1000,"message":"string"}}""", true)]
    [InlineData(CallbackPaths.OnSmsNotify, """{"status":"ERRORED","error":{"code":1000,"message":"string"}}""", false)]
    [InlineData(CallbackPaths.OnSmsNotify, """{"status":"ERRORED","acknowledgement":{"status":"SUCCESS"}}""", false)]
    [InlineData(CallbackPaths.OnSmsNotify, "{}", false)]
    [InlineData(CallbackPaths.OnAddContexts, """{"status":"ACKNOWLEDGED"}""", false)]
    [InlineData(CallbackPaths.OnConfirm, """{"auth":{"accessToken":"t"}}""", true)]
    [InlineData(CallbackPaths.OnConfirm, """{"auth":{"patient":{"id":"x@sbx"}}}""", true)]
    [InlineData(CallbackPaths.OnConfirm, """{"auth":{"patient":{"id":"x@sbx"}},"error":{"code":1441}}""", false)]
    [InlineData(CallbackPaths.OnInit, """{"auth":{"transactionId":"t"}}""", true)]
    [InlineData(CallbackPaths.OnInit, """{"auth":{}}""", false)]
    [InlineData(CallbackPaths.OnFetchModes, """{"auth":{"modes":["DIRECT"]}}""", true)]
    public void Success_is_said_in_so_many_words(string path, string json, bool success) => Assert.Equal(success, Parse(json).IsSuccessAt(path));

    [Fact]
    public void A_token_of_v3_tells_its_patient_facility_and_number()
    {
        var claims = LinkingTokenClaims.Read($"e30.{TokenMint.Part("""{"hipId":"IN0710000001","sub":"other@sbx","abhaNumber":91111122223330,"abhaAddress":"meera.joshi@sbx","iat":1715246649,"exp":1731014649}""")}.c2ln");
        Assert.Equal(("meera.joshi@sbx", "IN0710000001", "91111122223330"), (claims.PatientId, claims.RequesterId, claims.AbhaNumber));
        Assert.Equal(TimeSpan.FromSeconds(15_768_000), claims.ExpiresAt - claims.IssuedAt);
    }
}
