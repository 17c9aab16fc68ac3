namespace Marchitect;

/// <summary>What is to stand at a path of a folder.</summary>
/// <param name="Path">Path below the folder.</param>
/// <param name="Kind">A file, a folder or a link.</param>
/// <param name="Stat">Permissions, and owner and group as far as they are wanted, as <c>stat</c> prints them; of a file.</param>
/// <param name="Sha256">SHA-256 of a file's content.</param>
/// <param name="Target">Where a link points to.</param>
internal sealed record TreeWanted(string Path, FileKind Kind, string Stat = "", string? Sha256 = null, string? Target = null)
{
    // What tools print around such a name cannot be told from the name.
    public bool IsHostile => Path.AsSpan().IndexOfAny('\n', '\\') >= 0;
}
