using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>
/// Section <c>Discovery</c>: whose records a patient's app finds here, and the code that proves whose they are. Staff read the same
/// rule in words (<see cref="DiscoveryWords.Rule"/>).
/// </summary>
public sealed class DiscoveryOptions
{
    /// <summary>How many years the year of birth on file may differ from ABDM's, 0 to 5. Many files hold an age that somebody guessed.</summary>
    public int YearsApart { get; set; } = 2;

    /// <summary>True: a name that sounds alike or has an initial in place of a word is the same name. False: the words must be the same.</summary>
    public bool NamesMaySoundAlike { get; set; } = true;

    /// <summary>True: a file is also found by the mobile number that ABDM checked. False: only by ABHA number and ABHA address.</summary>
    public bool ByMobile { get; set; } = true;

    /// <summary>True: a hospital number that the patient typed must be the file's. False: what was typed is not looked at.</summary>
    public bool TypedNumberMustMatch { get; set; } = true;

    /// <summary>Minutes that the code sent by SMS may be used, 1 to 60.</summary>
    public int CodeMinutes { get; set; } = 10;

    /// <summary>How often a wrong code may be entered before the link is off, 1 to 10.</summary>
    public int CodeTries { get; set; } = 3;

    /// <summary>Codes sent to one patient within an hour, 1 to 50: nobody's phone is to be flooded.</summary>
    public int CodesAnHour { get; set; } = 5;

    /// <summary>Minutes after a search in which what it found may be chosen, 5 to 1440.</summary>
    public int SearchMinutes { get; set; } = 60;

    internal TimeSpan CodeLife => TimeSpan.FromMinutes(CodeMinutes);

    internal TimeSpan SearchLife => TimeSpan.FromMinutes(SearchMinutes);

    internal sealed class Check : IValidateOptions<DiscoveryOptions>
    {
        public ValidateOptionsResult Validate(string? name, DiscoveryOptions options)
        {
            List<string> wrong = [];
            if (options.YearsApart is < 0 or > 5) wrong.Add("Discovery:YearsApart must be 0 to 5.");
            if (options.CodeMinutes is < 1 or > 60) wrong.Add("Discovery:CodeMinutes must be 1 to 60.");
            if (options.CodeTries is < 1 or > 10) wrong.Add("Discovery:CodeTries must be 1 to 10.");
            if (options.CodesAnHour is < 1 or > 50) wrong.Add("Discovery:CodesAnHour must be 1 to 50.");
            if (options.SearchMinutes is < 5 or > 1440) wrong.Add("Discovery:SearchMinutes must be 5 to 1440.");
            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }
    }
}
