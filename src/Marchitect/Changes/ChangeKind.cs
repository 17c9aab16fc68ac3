namespace Marchitect;

/// <summary>What a prefab makes of a finding.</summary>
public enum ChangeKind
{
    /// <summary>The host is as wanted.</summary>
    None,

    /// <summary>Something has to be done.</summary>
    Needed,

    /// <summary>It cannot be done, as the host is now.</summary>
    Impossible,

    /// <summary>It is left alone on purpose, although it is not as wanted.</summary>
    Skipped,
}
