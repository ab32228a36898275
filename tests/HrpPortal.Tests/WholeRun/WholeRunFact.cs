namespace HrpPortal.Tests.WholeRun;

/// <summary>A look back at what a run left behind: tests/run does it last and names the place; alone it is skipped with the reason.</summary>
internal sealed class WholeRunFactAttribute : FactAttribute
{
    public WholeRunFactAttribute(string variable)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            Skip = $"{variable} is not set: tests/run sets it when it has run everything else.";
    }
}
