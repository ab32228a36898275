namespace HrpPortal.Tests.Support;

/// <summary>A test that reads the official contract or samples in ../shared; skipped, with the reason, where they are not there.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    internal const string Reason = "../shared (ABDM's contract and samples) does not lie beside the checkout.";

    public SharedFactAttribute()
    {
        if (!Directory.Exists(Repository.Shared))
            Skip = Reason;
    }
}

/// <summary>The same for a theory. Its data must not need the files.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (!Directory.Exists(Repository.Shared))
            Skip = SharedFactAttribute.Reason;
    }
}
