namespace Marchitect;

/// <summary>What a run does with what prefabs decide.</summary>
internal enum RunKind
{
    /// <summary>Makes the changes.</summary>
    Execute,

    /// <summary>Tells what is not as wanted, and changes nothing.</summary>
    Validate,

    /// <summary>Tells what would be changed, and changes nothing: a dry run.</summary>
    Preview,

    /// <summary>Makes exactly the changes of a saved plan, or refuses.</summary>
    Apply,
}
