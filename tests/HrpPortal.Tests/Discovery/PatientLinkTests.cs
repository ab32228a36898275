using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Discovery;

/// <summary>Find my records, from the patient's app to the portal's own records and back, in both dialects.</summary>
public sealed class PatientLinkTests : IAsyncLifetime
{
    private PortalHost _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync(sandboxOptions: PhoneApp.Facilities);

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Theory, InlineData("v0.5"), InlineData("v3")]
    [Trait("Row", "USER_INIT_LINK_603"), Trait("Row", "USER_INIT_LINK_604"), Trait("Row", "USER_INIT_LINK_605"), Trait("Row", "USER_INIT_LINK_606"), Trait("Row", "T22")]
    public async Task Records_are_found_chosen_and_linked_with_the_code_on_the_patients_phone(string dialect)
    {
        var patient = await PhoneApp.PersonAsync(_portal);
        await _portal.RecordAsync(patient, "V-A");
        await _portal.RecordAsync(patient, "V-A", HiType.Prescription);
        await _portal.RecordAsync(patient, "V-B");
        var app = new PhoneApp(_portal, patient.PhrAddress!, dialect);

        var found = await app.FindAsync();
        Assert.Equal(("Found", null), (PhoneApp.Stage(found), PhoneApp.Trouble(found)));
        Assert.Equal(["CC-V-A", "CC-V-B"], PhoneApp.References(found).Distinct().Order());
        Assert.Equal("OPD records of 22-Nov-2026", (string)found["found"]![0]!["display"]!);

        var asked = await app.PickAsync("CC-V-A");
        Assert.Equal("CodeWanted", PhoneApp.Stage(asked));
        Assert.Equal($"OTP sent to the mobile ending {patient.Mobile![^4..]}", (string)asked["hint"]!);

        var linked = await app.CodeAsync(await app.CodeAsync());
        Assert.Equal(("Linked", null), (PhoneApp.Stage(linked), PhoneApp.Trouble(linked)));
        Assert.Equal("CC-V-A", Assert.Single(_portal.Sandbox.Linked, one => one.Address == patient.PhrAddress).Reference);

        var links = await _portal.Queries.OfPatientAsync(patient.HipId, patient.Id);
        var request = Assert.Single(links.Requests);
        Assert.Equal((LinkState.Linked, 2), (request.State, request.Records));
        Assert.Equal("V-B", Assert.Single(links.NotLinked).VisitNumber);
        Assert.All(links.Records.Where(record => record.VisitNumber == "V-A"), record => Assert.Equal(LinkState.Linked, links.CarriedBy[record.Id]?.State));

        // The clerk cannot link them a second time.
        var again = PortalHost.Command(patient, new CareContextChoice.New(), [.. links.Records.Where(record => record.VisitNumber == "V-A")]);
        Assert.Equal(request.Id, Assert.IsType<LinkSubmitted.Held>(await _portal.Links.SubmitAsync(again, A.Clerk)).ByRequestId);

        // What is linked is not shown again.
        Assert.Equal(["CC-V-B"], PhoneApp.References(await app.FindAsync()).Distinct());
    }
}
