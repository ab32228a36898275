using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>Permission by the details on file: ABDM compares them, and nobody is asked.</summary>
public sealed class DetailsOnFileTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    [Trait("Row", "HIP_INTI_LINK_501"), Trait("Row", "HIP_INTI_LINK_502"), Trait("Row", "HIP_INTI_LINK_503"), Trait("Row", "HIP_INTI_LINK_504"), Trait("Row", "HIP_INTI_LINK_505")]
    public async Task Details_that_agree_bring_the_permission_and_link(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync();

        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        await portal.UntilAsync(id, LinkState.Linked);
        Assert.Contains(portal.Sandbox.Received, one => one.Path == CallPaths.Confirm && one.Body.Contains($"\"name\":\"{patient.Name}\"", StringComparison.Ordinal)
            && one.Body.Contains($"\"dateOfBirth\":\"{Demographic.Day(patient.BirthDate)}\"", StringComparison.Ordinal) && one.Body.Contains("\"gender\":\"F\"", StringComparison.Ordinal));
        Assert.Empty(await portal.CodesAsync(patient));
        await using var db = await portal.OpenDbAsync();
        Assert.Single(db.Set<LinkingToken>(), token => token.AddressKey == patient.PhrAddress && token.UsedAt != null);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "HIP_INTI_LINK_503")]
    public async Task Details_that_differ_bring_none(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        var patient = await portal.WithPhoneAsync(name: "T. Person");

        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        Assert.Equal(LinkReason.DetailsDiffer, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
        await using var db = await portal.OpenDbAsync();
        Assert.DoesNotContain(db.Set<LinkingToken>(), token => token.AddressKey == patient.PhrAddress);
    }
}
