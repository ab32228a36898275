using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway;

/// <summary>ABDM's own payloads, both directions.</summary>
public sealed class SampleTests
{
    private static JsonObject Body(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, "samples", name + ".json")))!["body"]!.AsObject();

    private static CallbackBody Parse(JsonObject body)
    {
        Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes(body.ToJsonString()), out var parsed));
        Assert.Equal((string?)body["requestId"], parsed.RequestId);
        Assert.Equal((string?)body["resp"]!["requestId"], parsed.RespRequestId?.ToString());
        Assert.Equal((string?)body["timestamp"], parsed.TimestampText);
        Assert.NotNull(parsed.Timestamp);
        return parsed;
    }

    /// <summary>Envelope values of a sample are placeholders or another clock's: ours have them in our form.</summary>
    private static (Guid Id, DateTimeOffset Time) Envelope(JsonObject body)
    {
        var envelope = (Guid.TryParse((string?)body["requestId"], out var id) ? id : Messages.Id,
            GatewayTime.TryParse((string?)body["timestamp"], out var time) ? time : Messages.Now);
        body["requestId"] = envelope.Item1.ToString();
        body["timestamp"] = GatewayTime.Format(envelope.Item2);
        return envelope;
    }

    private static void SameBytes(JsonObject sample, GatewayRequest request) =>
        Assert.Equal(sample.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            Encoding.UTF8.GetString(request.ToJson()!));

    [SharedTheory]
    [InlineData("v05-links-add-contexts-request.seed")]
    [InlineData("v05-links-add-contexts-request.postman-2023")]
    public void Add_contexts_has_the_samples_members_in_the_samples_order(string name)
    {
        var body = Body(name);
        var (id, time) = Envelope(body);
        var patient = body["link"]!["patient"]!;
        SameBytes(body, new AddContextsRequest(id, time, new ContextLink(
            new Secret((string)body["link"]!["accessToken"]!),
            new LinkPatient((string)patient["referenceNumber"]!, (string)patient["display"]!,
                [.. patient["careContexts"]!.AsArray().Select(c => new LinkContext((string)c!["referenceNumber"]!, (string)c["display"]!))]))));
    }

    [SharedFact]
    public void Context_notify_is_the_sample()
    {
        var body = Body("v05-links-context-notify-request.schema");
        var (id, time) = Envelope(body);
        var note = body["notification"]!;
        Assert.True(GatewayTime.TryParse((string)note["date"]!, out var date));
        SameBytes(body, new NotifyContextRequest(id, time, new ContextNotification(
            new NotifiedPatient((string)note["patient"]!["id"]!),
            new NotifiedContext((string)note["careContext"]!["patientReference"]!, (string)note["careContext"]!["careContextReference"]!),
            [.. note["hiTypes"]!.AsArray().Select(type => (string)type!)], date, new NotifyingHip((string)note["hip"]!["id"]!))));
    }

    [SharedFact]
    public void Fetch_modes_is_the_sample()
    {
        var body = Body("v05-users-auth-fetch-modes-request.docs");
        var (id, time) = Envelope(body);
        var query = body["query"]!;
        SameBytes(body, new FetchAuthModesRequest(id, time, new AuthModesQuery(
            (string)query["id"]!, (string)query["purpose"]!, Requester.Hip((string)query["requester"]!["id"]!))));
    }

    [SharedTheory]
    [InlineData("v05-users-auth-init-request-demographics.docs")]
    [InlineData("v05-users-auth-init-request-mobile-otp.docs")]
    public void Init_is_the_sample(string name)
    {
        var body = Body(name);
        var (id, time) = Envelope(body);
        var query = body["query"]!;
        SameBytes(body, new InitAuthRequest(id, time, new AuthInitQuery(
            (string)query["id"]!, (string)query["purpose"]!, (string)query["authMode"]!, Requester.Hip((string)query["requester"]!["id"]!))));
    }

    [SharedTheory]
    [InlineData("v05-users-auth-confirm-request-demographic.docs")]
    [InlineData("v05-users-auth-confirm-request-otp.docs")]
    public void Confirm_is_the_sample(string name)
    {
        var body = Body(name);
        var (id, time) = Envelope(body);
        var person = body["credential"]!["demographic"];
        SameBytes(body, new ConfirmAuthRequest(id, time, (string)body["transactionId"]!, person is null
            ? AuthCredential.Otp(new Secret((string)body["credential"]!["authCode"]!))
            : AuthCredential.Of(new Demographic((string)person["name"]!, (string)person["gender"]!, (string)person["dateOfBirth"]!))));
    }

    [SharedTheory]
    [InlineData("v05-links-on-add-contexts-success.seed", CallbackPaths.OnAddContexts)]
    [InlineData("v05-links-context-on-notify-ok.schema", CallbackPaths.OnContextNotify)]
    public void Successes_are_read(string name, string path) => Assert.True(Parse(Body(name)).IsSuccessAt(path));

    [SharedTheory]
    [InlineData("v05-links-on-add-contexts-error-1439.seed", CallbackPaths.OnAddContexts, "1439", ErrorClass.AlreadyLinked)]
    [InlineData("v05-links-on-add-contexts-error-1500-expired-or-unknown-token.derived", CallbackPaths.OnAddContexts, "1500", ErrorClass.TokenUnusable)]
    [InlineData("v05-links-on-add-contexts-error-1500-token-used-up.derived", CallbackPaths.OnAddContexts, "1500", ErrorClass.TokenUnusable)]
    [InlineData("v05-users-auth-on-confirm-error-1441.docs", CallbackPaths.OnConfirm, "1441", ErrorClass.WrongPerson)]
    [InlineData("v05-users-auth-on-fetch-modes-error-1437.docs", CallbackPaths.OnFetchModes, "1437", ErrorClass.WrongPerson)]
    public void Errors_are_read(string name, string path, string code, ErrorClass expected)
    {
        var error = Parse(Body(name)).Error!;
        Assert.Equal((code, expected), (error.Code, GatewayErrors.Classify(path, error.Code, error.Message)));
    }

    [SharedFact]
    public void Answers_of_users_auth_are_read()
    {
        var modes = Parse(Body("v05-users-auth-on-fetch-modes-ok.docs")).Auth!;
        Assert.Equal([AuthMode.MobileOtp, AuthMode.Demographics], modes.Modes);
        foreach (var (name, mode) in new[] { ("demographics", AuthMode.Demographics), ("mobile-otp", AuthMode.MobileOtp) })
        {
            var body = Parse(Body($"v05-users-auth-on-init-{name}.docs"));
            Assert.Equal(mode, body.Auth!.Mode);
            Assert.NotNull(body.Auth.TransactionId);
            Assert.InRange(body.Auth.Expiry!.Value - body.Timestamp!.Value, TimeSpan.FromHours(2), TimeSpan.FromHours(2.001));
        }

        var confirmed = Parse(Body("v05-users-auth-on-confirm-link-token-only.docs")).Auth!;
        Assert.Null(confirmed.Patient);
        Assert.Equal("KT-HIP", LinkingTokenClaims.Read(confirmed.AccessToken!.Reveal()).RequesterId);
    }

    [SharedFact]
    public void The_seeds_linking_token_tells_its_patient_facility_and_end()
    {
        var claims = LinkingTokenClaims.Read((string?)Body("v05-links-add-contexts-request.seed")["link"]!["accessToken"]);
        Assert.Equal(("kiranma@sbx", "KT-HIP"), (claims.PatientId, claims.RequesterId));
        Assert.Equal(TimeSpan.FromDays(1), claims.ExpiresAt - claims.IssuedAt);
    }

    [SharedFact]
    public void The_session_reply_of_2023_is_read()
    {
        var reply = SessionReply.Read(Encoding.UTF8.GetBytes(Body("v05-sessions-response-200.postman").ToJsonString()))!;
        Assert.Equal((TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(540)), (reply.Life, reply.UsableFor));
        var request = Body("v05-sessions-request.postman");
        Assert.Equal(request.ToJsonString().Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal),
            JsonSerializer.Serialize(new SessionRequest((string)request["clientId"]!, (string)request["clientSecret"]!), GatewayJson.Wire.SessionRequest));
    }
}
