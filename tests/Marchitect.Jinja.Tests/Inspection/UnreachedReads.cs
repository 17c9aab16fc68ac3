namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>Variables that conformance cases read in code that is not reached with what they are given, and so render without.</summary>
internal static class UnreachedReads
{
    /// <summary>The names, by the case's id.</summary>
    public static IReadOnlyDictionary<string, string> ByCase { get; } = new Dictionary<string, string>
    {
        // The branch that is not taken.
        ["inline-if-012"] = "missing",
        ["if-006"] = "missing",
        ["undefined-142"] = "missing",
        ["config-036"] = "allow",
        // The branch that is taken only where another variable, which is missing too, is there.
        ["undefined-113"] = "missing2",
    };
}
