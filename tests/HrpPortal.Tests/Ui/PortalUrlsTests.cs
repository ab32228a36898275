using HrpPortal.Ui;

namespace HrpPortal.Tests.Ui;

public sealed class PortalUrlsTests
{
    [Fact]
    public void A_shortened_id_comes_back()
    {
        for (var round = 0; round < 200; round++)
        {
            var id = Guid.NewGuid();
            Assert.Equal(id, PortalUrls.Restore(PortalUrls.Shorten(id)));
            Assert.DoesNotContain('~', PortalUrls.Shorten(id));
            Assert.DoesNotContain('.', PortalUrls.Shorten(id));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("kgKiATPIsn2nGAu1nM0fz")]
    [InlineData("kgKiATPIsn2nGAu1nM0fz!")]
    [InlineData("kgKiATPIsn2nGAu1nM0fz==")]
    [InlineData("                      ")]
    [InlineData("नमस्तेनमस्तेनमस्तेनमस्")]
    public void Anything_else_is_no_id(string text) => Assert.Null(PortalUrls.Restore(text));

    [Fact]
    public void What_was_typed_is_encoded_and_what_is_empty_is_left_out()
    {
        Assert.Equal("/patients?q=a%26b%3D%22%3C%3F", PortalUrls.PatientSearch("a&b=\"<?"));
        Assert.Equal("/patients", PortalUrls.PatientSearch(""));
        Assert.Equal("/links?status=linked&mine=yes&from=2026-11-22", PortalUrls.LinkList("linked", "", mine: true, new DateOnly(2026, 11, 22)));
    }
}
