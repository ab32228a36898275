using System.Globalization;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Ui;

namespace HrpPortal.Linking;

/// <summary>What the address of the list asks for. The export has the same words in its address and gives the same requests.</summary>
public sealed record LinkListAsk(string? Status, string? View, string? Text, string? Mine, string? From, string? Before = null)
{
    public LinkTab Tab => LinkTab.Of(Status);

    public LinkView? Saved => LinkView.Of(View);

    public bool IsMine => Mine == "yes";

    public DateOnly? Since => Day(From);

    public bool IsNarrowed => !string.IsNullOrEmpty(Text) || IsMine || Since is not null || Saved is not null;

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Who is not of the records office sees their own requests and no others, whatever the address says.</summary>
    public LinkFilter Filter(StaffMember person, PortalTime time, DateTime now)
    {
        var filter = new LinkFilter
        {
            States = Tab.States, Text = Text ?? "", CreatedBy = IsMine ? person.Id : null, FromUtc = Since is { } day ? time.StartOf(day) : null, Before = Before,
        };
        filter = Saved?.Narrow(filter, person, time, now) ?? filter;
        return person.MaySeeAllLinks() ? filter : filter with { CreatedBy = person.Id };
    }

    public string Url(string status) => PortalUrls.LinkList(status, Text, IsMine, Since);

    public string ExportUrl => PortalUrls.LinkExport(Status, Text, IsMine, Since, View);
}

public static class LinkSight
{
    /// <summary>The records office watches all links to their end; a clerk sees what they sent themselves.</summary>
    public static bool MaySeeAllLinks(this StaffMember person) => person.Satisfies(Policies.Records);

    public static bool MaySee(this StaffMember person, LinkRow row) =>
        row.CreatedBy == person.Id || row.CreatedBy == LinkActor.Patient.Id || person.MaySeeAllLinks();
}
