using System.Text;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>What ABDM sends of its own accord, member by member.</summary>
public sealed class CallTests
{
    private static T Read<T>(string path) where T : AbdmCall => Spoken.At(path).Read(Encoding.UTF8.GetBytes(Spoken.At(path).Json)) switch
    {
        T call => call,
        ValueTuple<T, string?>(var call, _) => call,
        var other => throw new InvalidOperationException($"{other}"),
    };

    [Fact]
    public void A_decision_of_the_patient()
    {
        var call = Read<AuthNotify>(AbdmCalls.AuthNotify);
        Assert.Equal((Spoken.Theirs, "t-1", true, false), (call.RequestId, call.TransactionId, call.IsGranted, call.IsDenied));
        Assert.Equal("a.b.c", call.AccessToken?.Reveal());
        Assert.Equal(new AuthValidity("LINK", "HIP", "100005", new DateTimeOffset(2031, 5, 5, 0, 0, 0, TimeSpan.Zero), 1), call.Validity);
        Assert.Equal(("Meera Joshi", 2), (call.Patient!.Name, call.Patient.Identifiers.Count));

        Assert.True(AuthNotify.TryRead("""{"auth":{"status":"denied"}}"""u8, out var denied));
        Assert.True(denied.IsDenied);
        Assert.Null(denied.AccessToken);
    }

    [Theory]
    [InlineData("DEACTIVATED", PatientStatus.Deactivated)]
    [InlineData("reactivated", PatientStatus.Reactivated)]
    [InlineData("ACTIVE", PatientStatus.Reactivated)]
    [InlineData("DELETED", PatientStatus.Deleted)]
    [InlineData("MERGED", null)]
    public void A_patient_leaves_or_comes_back(string text, PatientStatus? status)
    {
        Assert.True(PatientStatusNotify.TryRead(Encoding.UTF8.GetBytes($$$"""{"notification":{"status":"{{{text}}}","patient":{"id":"x@sbx"} } }"""), out var call));
        Assert.Equal((status, text, "x@sbx"), (call.Status, call.StatusText, call.PatientId));
    }

    [Theory]
    [InlineData(AbdmCalls.Discover, Spoken.Theirs)]
    [InlineData(AbdmCalls.DiscoverV3, null)]
    public void A_search_for_records(string path, string? requestId)
    {
        var call = Read<DiscoverCall>(path);
        Assert.Equal((requestId, "7a1f0a6e"), (call.RequestId, call.TransactionId));
        Assert.Equal(("meera.joshi@sbx", "Meera Joshi", "F", 1988), (call.Patient!.Id, call.Patient.Name, call.Patient.Gender, call.Patient.YearOfBirth));
        Assert.Equal([new CallbackIdentifier("MOBILE", "9812345678")], call.Patient.Verified);
        Assert.Equal([new CallbackIdentifier("MR", "SJH-000417")], call.Patient.Unverified);
    }

    [Fact]
    public void A_choice_of_records_in_either_dialect()
    {
        var v05 = Read<LinkInitCall>(AbdmCalls.LinkInit);
        Assert.Equal(("meera.joshi@sbx", "P-1"), (v05.PatientId, v05.Groups.Single().PatientReference));
        Assert.Equal(["CC-1", "CC-2"], v05.Groups.Single().CareContexts);
        var v3 = Read<LinkInitCall>(AbdmCalls.LinkInitV3);
        Assert.Equal("meera.joshi@sbx", v3.PatientId);
        Assert.Equal([("CC-1", "Prescription"), ("CC-2", "Invoice")], v3.Groups.Select(group => (group.CareContexts.Single(), group.HiType)));
    }

    [Theory]
    [InlineData(AbdmCalls.LinkConfirm)]
    [InlineData(AbdmCalls.LinkConfirmV3)]
    public void A_code_that_the_patient_typed(string path)
    {
        var call = Read<LinkConfirmCall>(path);
        Assert.Equal(("L-1", "345234"), (call.LinkReference, call.Token?.Reveal()));
    }

    [Theory]
    [InlineData(AbdmCalls.Share, null, null)]
    [InlineData(AbdmCalls.ShareV1, "REGISTRATION", null)]
    [InlineData(AbdmCalls.ShareV3, "PROFILE_SHARE", "IN0710000001")]
    public void A_shared_profile_in_its_three_forms(string path, string? intent, string? hipId)
    {
        var call = Read<ProfileShare>(path);
        Assert.Equal((intent, hipId, "OPD1"), (call.Intent, call.HipId, call.Counter));
        var patient = call.Patient!;
        Assert.Equal(("meera.joshi@sbx", "91-1111-2222-3330", "Meera Joshi", "F"), (patient.AbhaAddress, patient.AbhaNumber, patient.Name, patient.Gender));
        Assert.Equal((1988, 11, 3, "+919812345678"), (patient.YearOfBirth, patient.MonthOfBirth, patient.DayOfBirth, patient.Mobile));
        Assert.Equal("580001", patient.Address?.Pincode);
    }

    [Theory]
    [InlineData(AbdmCalls.ConsentNotify)]
    [InlineData(AbdmCalls.ConsentNotifyV3)]
    public void A_consent(string path)
    {
        var call = Read<ConsentNotify>(path);
        Assert.Equal(("GRANTED", "5c1e9f2a", "sig=="), (call.Status, call.ConsentId, call.Signature));
        var detail = call.Detail!;
        Assert.Equal(("meera.joshi@sbx", "IN0710000001", "PATRQT", "VIEW"), (detail.PatientId, detail.HipId, detail.PurposeCode, detail.AccessMode));
        Assert.Equal(["Prescription", "Invoice"], detail.HiTypes);
        Assert.Equal([new NotifiedContext("P-1", "CC-1")], detail.CareContexts);
        Assert.Equal((2030, 2031, 6), (detail.From!.Value.Year, detail.To!.Value.Year, detail.EraseAt!.Value.Month));

        Assert.True(ConsentNotify.TryRead("""{"notification":{"status":"REVOKED","consentId":"c","consentDetail":null}}"""u8, out var ended));
        Assert.Equal(("REVOKED", "c", null), (ended.Status, ended.ConsentId, ended.Detail));
    }

    [Theory]
    [InlineData(AbdmCalls.DataRequest)]
    [InlineData(AbdmCalls.DataRequestV3)]
    public void A_request_for_data(string path)
    {
        var call = Read<DataRequest>(path);
        Assert.Equal(("7a1f0a6e", "5c1e9f2a", "https://hiu.example.org/data"), (call.TransactionId, call.ConsentId, call.DataPushUrl));
        Assert.Equal(new DataKey("ECDH", "Curve25519", "p", "kv", new DateTimeOffset(2031, 5, 5, 0, 0, 0, TimeSpan.Zero), "n"), call.Key);
    }

    [Fact]
    public void Each_path_tells_its_dialect() => Assert.Equal(
        [AbdmCalls.DiscoverV3, AbdmCalls.LinkInitV3, AbdmCalls.LinkConfirmV3, AbdmCalls.ShareV3, AbdmCalls.ConsentNotifyV3, AbdmCalls.DataRequestV3],
        AbdmCalls.All.Where(path => AbdmCalls.DialectOf(path) == GatewayDialect.V3));
}
