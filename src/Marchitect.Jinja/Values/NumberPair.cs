namespace Marchitect.Jinja;

/// <summary>What two operands are to arithmetic.</summary>
internal enum NumberPair
{
    /// <summary>At least one is no number.</summary>
    None,

    /// <summary>Two integers or booleans.</summary>
    Integers,

    /// <summary>Two numbers, at least one of them a float.</summary>
    Floats,
}
