using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HrpPortal.Patients;

/// <summary>
/// The text of the QR codes, as the PHR app and the ABHA card write it:
/// <code>
/// {"hidn":"91-1234-5678-9012","phr":"asha.rao@sbx","name":"Asha Rao","gender":"F","dob":"14-3-1986","statelgd":"29","distlgd":"-"}
/// {"hidn":"91-1234-5678-9012","hid":"asha.rao@sbx","name":"Asha Rao","gender":"F","dob":"14/3/1986","mobile":"9840012345","state name":"-"}
/// </code>
/// </summary>
internal static partial class AbhaCardReader
{
    private const int MostBytes = 2048;

    private static readonly string[] BirthForms = ["d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "yyyy-M-d", "yyyy/M/d"];

    public static AbhaCardReading Read(string scanned)
    {
        // Scanners put a symbology mark (]Q1) or a byte order mark before the text, and CR LF after it.
        var text = scanned.Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Length > MostBytes || Encoding.UTF8.GetByteCount(text) > MostBytes) return new AbhaCardReading.NotACard(CardTrouble.TooLong);
        if (ReadPlain(text) is { } reading) return reading;

        // Names on a card may be in an Indian script; a text that is no JSON for that reason was typed under its keyboard.
        if (!IndicKeys.HasIndic(text)) return new AbhaCardReading.NotACard(CardTrouble.NotAbha);
        return IndicKeys.ToEnglish(text) is { } english && ReadPlain(english) is { } typed ? typed : new AbhaCardReading.NotACard(CardTrouble.KeyboardLayout);
    }

    private static AbhaCardReading? ReadPlain(string text)
    {
        if (CounterUrl().IsMatch(text)) return new AbhaCardReading.CounterCode();
        if (text.IndexOf('{', StringComparison.Ordinal) is > 0 and <= 8 and var begin) text = text[begin..];
        return Fields(text) is { } fields ? Check(fields) : null;
    }

    /// <summary>By name in lower case; empty values and dashes stand for nothing. Null: not an object of JSON.</summary>
    private static Dictionary<string, List<string>>? Fields(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8, AllowTrailingCommas = true });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            var fields = new Dictionary<string, List<string>>();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                var value = member.Value.ValueKind switch
                {
                    JsonValueKind.String => member.Value.GetString()!.Trim(),
                    JsonValueKind.Number => member.Value.GetRawText(),
                    _ => "",
                };
                if (value.Trim('-', ' ').Length == 0) continue;
                var name = member.Name.Trim().ToLowerInvariant();
                if (!fields.TryGetValue(name, out var values)) fields[name] = values = [];
                values.Add(value);
            }

            return fields;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Not JSON, or a lone surrogate in it: an answer and not an error.
            return null;
        }
    }

    private static AbhaCardReading Check(Dictionary<string, List<string>> fields)
    {
        var numbers = All(fields, AbhaNumberOf, "hidn", "abhanumber", "healthidnumber");
        var addresses = All(fields, AddressOf, "phr", "hid", "abhaaddress", "healthid");
        if (numbers.Count > 1 || addresses.Count > 1) return new AbhaCardReading.NotACard(CardTrouble.Contradicts);
        if (numbers.Count == 0 && addresses.Count == 0) return new AbhaCardReading.NotACard(CardTrouble.NoIdentity);
        var birth = All(fields, value => value, "dob", "dateofbirth", "yob").FirstOrDefault();
        var date = BirthDateOf(birth);
        return new AbhaCardReading.Card(new AbhaCard(
            numbers.FirstOrDefault(),
            addresses.FirstOrDefault(),
            All(fields, NameOf, "name").FirstOrDefault(),
            All(fields, GenderOf, "gender", "sex").FirstOrDefault() is { } gender ? Enum.Parse<Gender>(gender) : null,
            date,
            date?.Year ?? YearOf(birth),
            All(fields, MobileOf, "mobile", "phone").FirstOrDefault()));
    }

    private static List<string> All(Dictionary<string, List<string>> fields, Func<string, string?> read, params string[] names) =>
        [.. names.SelectMany(name => fields.GetValueOrDefault(name) ?? []).Select(read).OfType<string>().Distinct()];

    private static string? AbhaNumberOf(string value)
    {
        var digits = value.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return digits.Length == 14 && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    private static string? AddressOf(string value)
    {
        if (!AddressShape().IsMatch(value) || value.Length > 100) return null;
        var address = Patients.PhrAddress.Key(value);

        // Some layouts have no key for the @: what is left of asha@sbx is not an address without its domain, but a wrong one.
        var lostItsAt = !address.Contains('@', StringComparison.Ordinal) && (address.EndsWith("sbx", StringComparison.Ordinal) || address.EndsWith("abdm", StringComparison.Ordinal));
        return lostItsAt ? null : address;
    }

    private static string? NameOf(string value)
    {
        var name = Blanks().Replace(value, " ");
        return name.Length is > 1 and <= 200 && !name.Any(char.IsControl) ? name : null;
    }

    private static string? GenderOf(string value) => value.ToUpperInvariant() switch
    {
        "M" or "MALE" => nameof(Gender.M),
        "F" or "FEMALE" => nameof(Gender.F),
        "O" or "OTHER" or "OTHERS" or "T" or "TRANSGENDER" => nameof(Gender.O),
        "U" or "UNKNOWN" => nameof(Gender.U),
        _ => null,
    };

    private static DateOnly? BirthDateOf(string? value) =>
        DateOnly.TryParseExact(value, BirthForms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date) && date.Year is >= 1900 and < 2100 ? date : null;

    private static int? YearOf(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and < 2100 ? year : null;

    private static string? MobileOf(string value)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        return value.Any(letter => !char.IsAsciiDigit(letter) && !"+- ()".Contains(letter)) ? null : digits switch
        {
            { Length: 10 } => digits,
            { Length: 12 } when digits.StartsWith("91", StringComparison.Ordinal) => digits[2..],
            { Length: 11 } when digits[0] == '0' => digits[1..],
            _ => null,
        };
    }

    [GeneratedRegex(@"^https://phr(sbx)?\.abdm\.gov\.in/share-profile\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CounterUrl();

    /// <summary>The domain may be missing; there is no other than these two.</summary>
    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.]+[a-zA-Z0-9](@(abdm|sbx))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressShape();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
