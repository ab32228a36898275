using System.Globalization;
using HrpPortal.Patients;

namespace HrpPortal.Browser.Desk;

/// <summary>The text in the QR code of a patient's ABHA card, as scanners type it.</summary>
internal static class Card
{
    public static string Of(Patient patient, string? address = null, string? name = null, string? number = null, string? mobile = null, Gender? gender = null) =>
        $$"""{"hidn":"{{number ?? "-"}}","hid":"{{address ?? patient.PhrAddress}}","name":"{{name ?? patient.Name}}","gender":"{{gender ?? patient.Gender}}" """
        + $$""","statelgd":"27","distlgd":"490","dob":"{{patient.BirthDate.ToString("d/M/yyyy", CultureInfo.InvariantCulture)}}","district_name":"PUNE","state name":"MAHARASHTRA","mobile":"{{mobile ?? patient.Mobile}}","address":"-"}""";
}
