namespace Marchitect;

/// <summary>Whose names are asked for with a folder's files.</summary>
internal enum TreeNames
{
    /// <summary>Nobody's.</summary>
    None = 0,

    /// <summary>Of all that is in the folder.</summary>
    Content = 1,

    /// <summary>Of all that is in the folder, and whether it is there itself.</summary>
    WithItself = 2,
}
