using HrpPortal.CareContexts;

namespace HrpPortal.Discovery;

/// <summary>The kinds of health information that v3 lets a patient choose of a care context, as one text; none are all.</summary>
internal static class ChosenKinds
{
    public static string Add(string? before, string? hiType) =>
        Enum.TryParse<HiType>(hiType, out var kind) && Enum.IsDefined(kind) ? string.Join(' ', Read(before ?? "").Append(kind).Distinct().Order()) : before ?? "";

    public static IReadOnlySet<HiType> Read(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<HiType>).ToHashSet();
}
