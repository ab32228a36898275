using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>What ABDM can send us, one well-formed message of each kind at least, and how it is read.</summary>
internal sealed record Spoken(string Path, string Json, Func<byte[], object?> Read)
{
    public const string Theirs = "c3b1d7a0-52a7-4f19-9b3a-0c9f5e2d4a66";

    private const string Envelope = $"\"requestId\":\"{Theirs}\",\"timestamp\":\"2031-05-04T09:00:05.913Z\"";
    private const string Resp = "\"resp\":{\"requestId\":\"0b9f2c54-6a0e-4a55-9d0c-4c1b8f0e7a21\"}";
    private const string Profile = "\"name\":\"Meera Joshi\",\"gender\":\"F\",\"yearOfBirth\":1988,\"monthOfBirth\":11,\"dayOfBirth\":3,"
        + "\"address\":{\"line\":\"4 Fort Road\",\"district\":\"DHARWAD\",\"state\":\"KARNATAKA\",\"pincode\":\"580001\"}";
    private const string Identifiers = "\"identifiers\":[{\"type\":\"MOBILE\",\"value\":\"+919812345678\"},{\"type\":\"HEALTH_NUMBER\",\"value\":\"91-1111-2222-3330\"}]";
    private const string ConsentBody = "\"notification\":{\"status\":\"GRANTED\",\"consentId\":\"5c1e9f2a\",\"consentDetail\":{\"schemaVersion\":\"v1\",\"consentId\":\"5c1e9f2a\","
        + "\"createdAt\":\"2031-05-04T08:00:00.000Z\",\"patient\":{\"id\":\"meera.joshi@sbx\"},\"careContexts\":[{\"patientReference\":\"P-1\",\"careContextReference\":\"CC-1\"}],"
        + "\"purpose\":{\"text\":\"Self requested\",\"code\":\"PATRQT\",\"refUri\":\"x\"},\"hip\":{\"id\":\"IN0710000001\",\"name\":\"S\"},\"consentManager\":{\"id\":\"sbx\"},"
        + "\"hiTypes\":[\"Prescription\",\"Invoice\"],\"permission\":{\"accessMode\":\"VIEW\",\"dateRange\":{\"from\":\"2030-01-01T00:00:00.000Z\",\"to\":\"2031-05-04T00:00:00.000Z\"},"
        + "\"dataEraseAt\":\"2031-06-04T00:00:00.000Z\",\"frequency\":{\"unit\":\"HOUR\",\"value\":1,\"repeats\":0}}},\"signature\":\"sig==\"}";
    private const string DataBody = "\"transactionId\":\"7a1f0a6e\",\"hiRequest\":{\"consent\":{\"id\":\"5c1e9f2a\"},\"dateRange\":{\"from\":\"2030-01-01T00:00:00.000Z\",\"to\":\"2031-05-04T00:00:00.000Z\"},"
        + "\"dataPushUrl\":\"https://hiu.example.org/data\",\"keyMaterial\":{\"cryptoAlg\":\"ECDH\",\"curve\":\"Curve25519\",\"dhPublicKey\":{\"expiry\":\"2031-05-05T00:00:00.000Z\",\"parameters\":\"p\",\"keyValue\":\"kv\"},\"nonce\":\"n\"}}";
    private const string DiscoverBody = "\"transactionId\":\"7a1f0a6e\",\"patient\":{\"id\":\"meera.joshi@sbx\",\"name\":\"Meera Joshi\",\"gender\":\"F\",\"yearOfBirth\":1988,"
        + "\"verifiedIdentifiers\":[{\"type\":\"MOBILE\",\"value\":\"9812345678\"}],\"unverifiedIdentifiers\":[{\"type\":\"MR\",\"value\":\"SJH-000417\"}]}";

    public static IReadOnlyList<Spoken> All { get; } =
    [
        Answer(CallbackPaths.OnFetchModes, $$"""{ {{Envelope}},"auth":{"purpose":"LINK","modes":["MOBILE_OTP","DIRECT"]},"error":null,{{Resp}} }"""),
        Answer(CallbackPaths.OnInit, $$$"""{ {{{Envelope}}},"auth":{"transactionId":"t-1","mode":"MOBILE_OTP","meta":{"hint":null,"expiry":"2031-05-04T11:00:05.913Z"} },"error":null,{{{Resp}}} }"""),
        Answer(CallbackPaths.OnConfirm, $$$"""{ {{{Envelope}}},"auth":{"accessToken":"a.b.c","patient":{"id":"meera.joshi@sbx",{{{Profile}}},{{{Identifiers}}} } },"error":null,{{{Resp}}} }"""),
        Answer(CallbackPaths.OnConfirm, $$$"""{ {{{Envelope}}},"auth":null,"error":{"code":1441,"message":"Invalid auth confirm request."},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnAddContexts, $$$"""{ {{{Envelope}}},"acknowledgement":{"status":"SUCCESS"},"error":null,{{{Resp}}} }"""),
        Answer(CallbackPaths.OnAddContexts, $$$"""{ {{{Envelope}}},"acknowledgement":null,"error":{"code":1439,"message":"already linked"},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnContextNotify, $$$"""{ {{{Envelope}}},"acknowledgement":{"status":"SUCCESS"},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnSmsNotify, $$$"""{ {{{Envelope}}},"status":"ACKNOWLEDGED","error":{"code":1000,"message":"string"},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnGenerateToken, $$$"""{"abhaAddress":"meera.joshi@sbx","linkToken":"a.b.c",{{{Resp}}} }"""),
        Answer(CallbackPaths.OnGenerateToken, $$$"""{"error":{"code":"ABDM-1027","message":"You are blocked."},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnCareContext, $$$"""{"abhaAddress":"meera.joshi@sbx","status":"Successfully Linked care context",{{{Resp}}} }"""),
        Answer(CallbackPaths.OnContextNotifyV3, $$$"""{"acknowledgement":{"status":"ERRORED"},"error":{"code":"ABDM-1006: ","message":"No care context linked"},{{{Resp}}} }"""),
        Answer(CallbackPaths.OnSmsNotifyV3, $$$"""{"requestId":null,"timestamp":null,"acknowledgement":{"status":"SUCCESS"},"error":null,{{{Resp}}} }"""),

        new(AbdmCalls.AuthNotify, $$$"""{ {{{Envelope}}},"auth":{"transactionId":"t-1","status":"GRANTED","accessToken":"a.b.c","validity":{"purpose":"LINK","requester":{"type":"HIP","id":100005},"expiry":"2031-05-05T00:00:00.000Z","limit":"1"},"patient":{"id":"meera.joshi@sbx",{{{Profile}}},{{{Identifiers}}} } } }""",
            bytes => AuthNotify.TryRead(bytes, out var call) ? (call, call.AccessToken?.Reveal()) : null),
        new(AbdmCalls.PatientStatusNotify, $$$"""{ {{{Envelope}}},"notification":{"status":"DEACTIVATED","patient":{"id":"meera.joshi@sbx"} } }""", bytes => PatientStatusNotify.TryRead(bytes, out var call) ? call : null),
        new(AbdmCalls.Discover, $$"""{ {{Envelope}},{{DiscoverBody}} }""", ReadDiscover),
        new(AbdmCalls.DiscoverV3, $$"""{ {{DiscoverBody}} }""", ReadDiscover),
        new(AbdmCalls.LinkInit, $$$"""{ {{{Envelope}}},"transactionId":"7a1f0a6e","patient":{"id":"meera.joshi@sbx","referenceNumber":"P-1","careContexts":[{"referenceNumber":"CC-1"},{"referenceNumber":"CC-2"}]} }""", ReadInit),
        new(AbdmCalls.LinkInitV3, """{"transactionId":"7a1f0a6e","abhaAddress":"meera.joshi@sbx","patient":[{"referenceNumber":"P-1","careContexts":[{"referenceNumber":"CC-1"}],"hiType":"Prescription","count":1},{"referenceNumber":"P-1","careContexts":[{"referenceNumber":"CC-2"}],"hiType":"Invoice","count":1}]}""", ReadInit),
        new(AbdmCalls.LinkConfirm, $$$"""{ {{{Envelope}}},"confirmation":{"linkRefNumber":"L-1","token":"345234"} }""", ReadConfirm),
        new(AbdmCalls.LinkConfirmV3, """{"confirmation":{"linkRefNumber":"L-1","token":"345234"}}""", ReadConfirm),
        new(AbdmCalls.Share, $$$"""{ {{{Envelope}}},"profile":{"hipCode":"OPD1","patient":{"healthId":"meera.joshi@sbx","healthIdNumber":"91-1111-2222-3330",{{{Profile}}},{{{Identifiers}}} } } }""", ReadShare),
        new(AbdmCalls.ShareV1, $$$"""{ {{{Envelope}}},"intent":{"type":"REGISTRATION"},"location":{"latitude":"12.9","longitude":"77.6"},"profile":{"hipCode":"OPD1","patient":{"healthId":"meera.joshi@sbx","healthIdNumber":"91-1111-2222-3330",{{{Profile}}},{{{Identifiers}}} } } }""", ReadShare),
        new(AbdmCalls.ShareV3, $$$"""{"intent":"PROFILE_SHARE","metaData":{"hipId":"IN0710000001","context":"OPD1","hprId":"h","latitude":"12.9","longitude":"77.6"},"profile":{"patient":{"abhaNumber":"91-1111-2222-3330","abhaAddress":"meera.joshi@sbx",{{{Profile}}},"phoneNumber":"+919812345678"} } }""", ReadShare),
        new(AbdmCalls.ConsentNotify, $$"""{ {{Envelope}},{{ConsentBody}} }""", ReadConsent),
        new(AbdmCalls.ConsentNotifyV3, $$"""{ {{ConsentBody}} }""", ReadConsent),
        new(AbdmCalls.DataRequest, $$"""{ {{Envelope}},{{DataBody}} }""", ReadData),
        new(AbdmCalls.DataRequestV3, $$"""{ {{DataBody}} }""", ReadData),
    ];

    public T As<T>() => (T)Read(Encoding.UTF8.GetBytes(Json))!;

    public static Spoken At(string path) => All.First(one => one.Path == path);

    private static Spoken Answer(string path, string json) => new(path, json, bytes => CallbackBody.TryParse(bytes, out var body)
        ? (body with { TimestampText = null }, body.Auth?.AccessToken?.Reveal(), body.LinkToken?.Reveal(), body.IsSuccessAt(path))
        : null);

    private static object? ReadDiscover(byte[] bytes) => DiscoverCall.TryRead(bytes, out var call) ? call : null;

    private static object? ReadInit(byte[] bytes) => LinkInitCall.TryRead(bytes, out var call) ? call : null;

    private static object? ReadConfirm(byte[] bytes) => LinkConfirmCall.TryRead(bytes, out var call) ? (call, call.Token?.Reveal()) : null;

    private static object? ReadShare(byte[] bytes) => ProfileShare.TryRead(bytes, out var call) ? call : null;

    private static object? ReadConsent(byte[] bytes) => ConsentNotify.TryRead(bytes, out var call) ? call : null;

    private static object? ReadData(byte[] bytes) => DataRequest.TryRead(bytes, out var call) ? call : null;
}
