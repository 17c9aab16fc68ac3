namespace Marchitect.Jinja;

/// <summary>Whether a variable has been set where a search has got to.</summary>
internal enum Certainty
{
    No,

    /// <summary>In some branch, or by code of which it cannot be told when it runs.</summary>
    Perhaps,

    Yes,
}
