namespace Marchitect;

/// <summary>What came of a prefab.</summary>
public enum PrefabOutcome
{
    /// <summary>The host was as wanted.</summary>
    Unchanged,

    /// <summary>It was changed, and is now as wanted. In a dry run: it would be changed. In a validation: it is not as wanted.</summary>
    Changed,

    /// <summary>It is not as wanted and was left so on purpose, with the reason.</summary>
    Skipped,

    /// <summary>It could not be done, or did not hold.</summary>
    Failed,

    /// <summary>It cannot be known before something else is done. Only in dry runs and validations.</summary>
    Unknown,

    /// <summary>It was not begun, since something before it failed or the run was cancelled.</summary>
    NotStarted,
}
