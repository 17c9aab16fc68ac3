namespace Marchitect.Jinja.Tests.Conformance;

/// <summary>The cases we do not follow: curiosities of Python that would be wrong to copy.</summary>
internal static class KnownDifferences
{
    /// <summary>The reason, by the case's id.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>();
}
