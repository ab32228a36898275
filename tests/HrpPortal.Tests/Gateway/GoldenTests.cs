using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway;

/// <summary>The wire as this project knows it: files of our own in ABDM's shapes.</summary>
public sealed class GoldenTests
{
    private static byte[] Golden(string name) =>
        Encoding.UTF8.GetBytes(File.ReadAllText(PathOf(name)).TrimEnd('\n'));

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "HrpPortal.Tests", "Gateway", "Golden", name + ".json");

    private static CallbackBody Parse(string name)
    {
        Assert.True(CallbackBody.TryParse(Golden(name), out var body));
        Assert.Equal("c3b1d7a0-52a7-4f19-9b3a-0c9f5e2d4a66", body.RequestId);
        Assert.Equal(Messages.Id, body.RespRequestId);
        return body;
    }

    /// <summary>Written anew with HRP_WRITE_GOLDEN=1, and then read by a person before they are committed.</summary>
    [Fact]
    public void Our_requests_are_written_to_the_byte()
    {
        foreach (var (name, request) in AllMessages.All)
        {
            var json = Encoding.UTF8.GetString(request.ToJson()!);
            if (Environment.GetEnvironmentVariable("HRP_WRITE_GOLDEN") == "1") File.WriteAllText(PathOf(name), json + "\n");
            Assert.Equal($"{name} {Encoding.UTF8.GetString(Golden(name))}", $"{name} {json}");
        }
    }

    [Fact]
    public void There_is_a_golden_file_of_every_type_that_is_sent()
    {
        var types = typeof(GatewayRequest).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(GatewayRequest)) && !type.IsAbstract).ToHashSet();
        Assert.True(types.Count > 25);
        Assert.Equal(
            ["ReadServiceV3Request", "ReadServicesRequest", "ReadServicesV3Request"],
            types.Except(AllMessages.All.Select(one => one.Request.GetType())).Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("on-add-contexts-success", CallbackPaths.OnAddContexts)]
    [InlineData("on-notify-success", CallbackPaths.OnContextNotify)]
    public void A_success_is_read(string name, string path)
    {
        var body = Parse(name);
        Assert.True(body.IsSuccessAt(path));
        Assert.Null(body.Error);
        Assert.Null(body.Auth);
        Assert.Equal("2031-05-04T09:00:05.913204", body.TimestampText);
        Assert.Equal(new DateTimeOffset(2031, 5, 4, 9, 0, 5, 913, 204, TimeSpan.Zero), body.Timestamp);
    }

    [Theory]
    [InlineData("on-add-contexts-1439", CallbackPaths.OnAddContexts, "1439", ErrorClass.AlreadyLinked)]
    [InlineData("on-add-contexts-1500", CallbackPaths.OnAddContexts, "1500", ErrorClass.TokenUnusable)]
    [InlineData("on-add-contexts-gateway-2500", CallbackPaths.OnAddContexts, "2500", ErrorClass.GatewayTrouble)]
    [InlineData("on-fetch-modes-1437", CallbackPaths.OnFetchModes, "1437", ErrorClass.WrongPerson)]
    [InlineData("on-confirm-1441", CallbackPaths.OnConfirm, "1441", ErrorClass.WrongPerson)]
    public void An_error_is_read_and_classified(string name, string path, string code, ErrorClass expected)
    {
        var body = Parse(name);
        Assert.False(body.IsSuccessAt(path));
        Assert.Equal(code, body.Error?.Code);
        Assert.Equal(expected, GatewayErrors.Classify(path, body.Error!.Code, body.Error.Message));
        Assert.Null(body.AcknowledgementStatus);
        Assert.Null(body.Auth);
    }

    [Fact]
    public void A_gateway_made_error_has_no_time_and_is_read_all_the_same() => Assert.Null(Parse("on-add-contexts-gateway-2500").Timestamp);

    [Fact]
    public void The_ways_to_authenticate_are_read()
    {
        var auth = Parse("on-fetch-modes").Auth!;
        Assert.Equal([AuthMode.MobileOtp, AuthMode.Demographics], auth.Modes);
        Assert.Equal(AuthPurpose.KycAndLink, auth.Purpose);
    }

    [Fact]
    public void The_transaction_of_an_authentication_is_read()
    {
        var auth = Parse("on-init").Auth!;
        Assert.Equal("7a1f0a6e-33d5-4b7e-8f7c-2f4f7f0f9b10", auth.TransactionId);
        Assert.Equal(AuthMode.Demographics, auth.Mode);
        Assert.Equal(new DateTimeOffset(2031, 5, 4, 11, 0, 5, 913, 211, TimeSpan.Zero), auth.Expiry);
        Assert.Empty(auth.Modes);
    }

    [Fact]
    public void A_linking_token_is_read_with_and_without_the_patient()
    {
        var alone = Parse("on-confirm-link").Auth!;
        Assert.Equal(Messages.LinkingToken, alone.AccessToken?.Reveal());
        Assert.Null(alone.Patient);

        var patient = Parse("on-confirm-kyc").Auth!.Patient!;
        Assert.Equal(("meera.joshi@sbx", "Meera Joshi", "F"), (patient.Id, patient.Name, patient.Gender));
        Assert.Equal((1988, 11, 3), (patient.YearOfBirth, patient.MonthOfBirth, patient.DayOfBirth));
        Assert.Equal(("DHARWAD", null), (patient.Address!.District, patient.Address.Line));
        Assert.Equal(["MOBILE", "HEALTH_NUMBER"], patient.Identifiers.Select(identifier => identifier.Type));
    }
}
