namespace Marchitect.Jinja;

/// <summary>What a view of a dictionary shows.</summary>
internal enum DictViewKind
{
    /// <summary>The keys.</summary>
    Keys,

    /// <summary>The values.</summary>
    Values,

    /// <summary>Pairs of key and value.</summary>
    Items,
}
