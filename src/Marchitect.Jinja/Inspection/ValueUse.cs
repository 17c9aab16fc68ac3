namespace Marchitect.Jinja;

/// <summary>What is done with a value, from what nobody forbids to what is always an error where it is undefined.</summary>
internal enum ValueUse
{
    /// <summary>It is handed on, or asked whether it is defined.</summary>
    Kept,

    /// <summary>It is asked whether it is true.</summary>
    Tested,

    Printed,

    /// <summary>It is gone through, compared, or given to a filter.</summary>
    Consumed,

    /// <summary>An attribute or item is taken from it.</summary>
    ReachedInto,

    /// <summary>It is called or computed with.</summary>
    Computed,
}
