namespace HrpPortal.Live;

/// <summary>Names of topics: a kind and an id, so that a page subscribes to what it shows and to nothing else.</summary>
public static class LiveTopics
{
    public static string One(string kind, Guid id) => $"{kind}:{id}";

    public static string AllOf(string kind, string facility) => $"{kind}@{facility}";
}
