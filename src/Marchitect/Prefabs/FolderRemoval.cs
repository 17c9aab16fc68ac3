namespace Marchitect.Prefabs;

/// <summary>What <c>clean</c> does with a folder.</summary>
public enum FolderRemoval
{
    /// <summary>It goes where it is empty.</summary>
    WhenEmpty,

    /// <summary>It goes with all that is in it.</summary>
    WithContent,

    /// <summary>It stays.</summary>
    Never,
}
