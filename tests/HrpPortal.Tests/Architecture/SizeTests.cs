namespace HrpPortal.Tests.Architecture;

/// <summary>A file that outgrows its room holds two things: split it by meaning.</summary>
public sealed class SizeTests
{
    private const int MostOfCode = 250;
    private const int MostOfRazor = 150;
    private const int MostOfProgram = 45;
    private const int Median = 60;

    [Theory]
    [InlineData("src/", ".cs", MostOfCode, 150)]
    [InlineData("src/", ".razor", MostOfRazor, 30)]
    [InlineData("tests/", ".cs", MostOfCode, 60)]
    public void No_file_outgrows_its_room(string folder, string extension, int most, int atLeastFiles)
    {
        var files = Sources.Under(folder, extension).Select(path => (Path: path, Lines: Sources.Lines(path))).ToList();
        Assert.True(files.Count > atLeastFiles, $"{files.Count} {extension} files under {folder}");
        Rule.NoneBreaks($"At most {most} lines:", files.Where(file => file.Lines > most).Select(file => $"{file.Path}: {file.Lines}"));
    }

    [Fact]
    public void Half_of_the_files_are_read_at_a_glance()
    {
        var lines = Sources.Under("src/", ".cs").Select(Sources.Lines).Order().ToList();
        Assert.True(lines.Count > 150);
        Assert.True(lines[lines.Count / 2] < Median, $"The median is {lines[lines.Count / 2]} lines; it must stay under {Median}.");
    }

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.InRange(Sources.Lines("src/HrpPortal/Program.cs"), 10, MostOfProgram);
}
