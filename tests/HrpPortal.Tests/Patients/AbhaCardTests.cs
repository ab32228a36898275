using HrpPortal.Patients;

namespace HrpPortal.Tests.Patients;

/// <summary>Both shapes of the QR code, and what the field has seen of each.</summary>
public sealed class AbhaCardTests
{
    private static readonly AbhaCard Asha = new("91123456789012", "asha.rao@sbx", "Asha Rao", Gender.F, new DateOnly(1986, 3, 4), 1986, null);

    [Fact, Trait("Row", "A9")]
    public void The_code_of_the_PHR_app_is_read() =>
        Assert.Equal(Asha, Read("""{"hidn":"91-1234-5678-9012","phr":"asha.rao@sbx","name":"Asha Rao","gender":"F","dob":"4-3-1986","statelgd":"29","distlgd":"-"}"""));

    [Fact, Trait("Row", "A9")]
    public void The_code_of_the_ABHA_card_is_read() =>
        Assert.Equal(Asha with { Mobile = "9840012345" }, Read(
            """{"hidn":"91-1234-5678-9012","hid":"asha.rao@sbx","name":"Asha Rao","gender":"F","statelgd":"29","distlgd":"525","dob":"4/3/1986","district_name":"BENGALURU","mobile":"9840012345","address":"12, MG Road","state name":"KARNATAKA"}"""));

    private static AbhaCard Read(string scanned) => Assert.IsType<AbhaCardReading.Card>(AbhaCard.Read(scanned)).Holder;
}
