namespace Marchitect;

/// <summary>Makes a folder, with the folders above it.</summary>
/// <param name="Path">Where.</param>
/// <param name="Permissions">Its permissions; null for the host's umask.</param>
internal sealed record MakeFolder(string Path, Permissions? Permissions) : Operation
{
    public override string Title => Permissions is { } permissions ? $"mkdir -p -m {permissions} {Path}" : $"mkdir -p {Path}";
}
