namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>Variables that conformance cases read in code that is not reached with what they are given, and so render without.</summary>
internal static class UnreachedReads
{
    /// <summary>The names, by the case's id.</summary>
    public static IReadOnlyDictionary<string, string> ByCase { get; } = new Dictionary<string, string>
    {
    };
}
