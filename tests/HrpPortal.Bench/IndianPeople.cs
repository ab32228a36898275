using System.Globalization;
using HrpPortal.Patients;

namespace HrpPortal.Bench;

/// <summary>
/// Invented patients: given and family names of all regions, some far more frequent than others, with the spellings that clerks
/// give them, and a tail of rare names made of syllables. The same ones in every run.
/// </summary>
internal sealed class IndianPeople(int count)
{
    private const string Given =
        "ravi sunita lakshmi mohammed rajesh anita suresh kavita ramesh geeta mahesh rekha abdul fatima ayesha rahul priya sanjay pooja vijay neha ajay deepak savita sita ganesh dinesh mukesh radha krishna shanti arun meena kiran jyoti asha usha nirmala kamala vimala imran shabana salma nazneen yusuf ibrahim karthik abirami thenmozhi ilango murugan selvi senthil anbu kavitha divya sharon mary joseph thomas george jaspreet balwinder harpreet gurpreet manjit amarjit moumita sharmistha arpita subrata debashis sourav tapan banri kyrmen ibanjop bijoy himangshu girish sachin vaishali ashok vinod pramod prakash chandra surya aditya rohan sneha swati bharti kanta durga parvati saraswati uma gauri nandini yashoda devaki arjun bhima nakul sahadev vikram anil sunil satish naresh umesh jagdish harish manish rakesh lokesh mangesh venkatesh srinivas narasimha padma sarojini chandrika malathi revathi";

    private const string Family =
        "kumar singh sharma devi khan das patel yadav gupta rao reddy nair shaikh kaur verma mishra pandey tiwari joshi kulkarni patil jadhav deshmukh shah mehta agarwal banerjee chatterjee mukherjee ghosh bose dutta sen roy mondal biswas iyer iyengar narayanan sundaram rajendran krishnan menon pillai naidu gowda hegde shetty qureshi ansari pathan siddiqui begum fernandes dsouza pereira rodrigues gill dhillon sidhu grewal nongrum lyngdoh kharkongor sangma marak borah gogoi saikia chaudhary rathore chauhan solanki parmar thakur jha sinha prasad lal ram maurya kushwaha saxena srivastava tripathi dubey shukla dwivedi bhatt pant rawat negi bisht thapa gurung tamang rai subramanian venkataraman ramaswamy balakrishnan";

    private static readonly string[] Givens = Given.Split(' '), Families = Family.Split(' ');
    private static readonly string[] Syllables = ["ka", "ra", "ma", "na", "sha", "vi", "di", "lo", "pu", "the", "ja", "gi", "ba", "ni", "su", "la", "ve", "tho", "kri", "ya", "cha", "mu", "de", "go"];
    private static readonly (string, string)[] Spellings = [("sh", "s"), ("ee", "i"), ("a", "aa"), ("v", "w"), ("i", "ee"), ("th", "t"), ("oo", "u"), ("u", "oo"), ("ks", "x"), ("n", "nn")];

#pragma warning disable CA5394 // Invented people need no secret randomness, and must be the same in every run.
    public int Count => count;

    public IEnumerable<Patient> Everybody() => Enumerable.Range(0, count).Select(Number);

    /// <summary>The patient of a number.</summary>
    public Patient Number(int number)
    {
        var random = new Random(number);
        var name = Name(random);
        var registered = new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes((double)number * 5_000_000 / count);
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(registered)), HipId = Portal.HipId, Number = $"TMH-{number:0000000}", Name = name, Gender = (Gender)random.Next(2),
            BirthDate = new DateOnly(1930, 1, 1).AddDays(random.Next(35_000)), Mobile = $"{6 + random.Next(4)}{random.Next(1_000_000_000):000000000}",
            PhrAddress = $"{name.ToLowerInvariant().Replace(' ', '.')}{number}@sbx", AbhaNumber = $"91{number * 7919L % 1_000_000_000_000:000000000000}",
            RegisteredAt = registered, UpdatedAt = registered,
        };
        patient.Index();
        return patient;
    }

    public static string Name(Random random)
    {
        var words = new List<string> { Word(Givens, random) };
        if (random.Next(4) == 0) words.Add(Word(Givens, random));
        if (random.Next(12) == 0) words.Insert(0, ((char)('a' + random.Next(26))).ToString());
        words.Add(Word(Families, random));
        return CultureInfo.InvariantCulture.TextInfo.ToTitleCase(string.Join(' ', words));
    }

    private static string Word(string[] names, Random random)
    {
        if (random.Next(8) == 0) return string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Syllables[random.Next(Syllables.Length)]));

        // The first of a list are the frequent ones.
        var share = random.NextDouble();
        var word = names[(int)(names.Length * share * share)];
        if (random.Next(6) != 0) return word;
        var (usual, other) = Spellings[random.Next(Spellings.Length)];
        var at = word.IndexOf(usual, 1, StringComparison.Ordinal);
        return at < 0 ? word : word[..at] + other + word[(at + usual.Length)..];
    }
#pragma warning restore CA5394
}
