namespace Marchitect.Prefabs;

/// <summary>A file whose content is these bytes.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="Path">POSIX path on the host; a leading <c>~/</c> is the user's home.</param>
/// <remarks>As to the rest, see <see cref="FilePrefab"/>.</remarks>
public sealed record FileFromBytes(ReadOnlyMemory<byte> Bytes, string Path) : FilePrefab(Path)
{
    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Read(PrefabContext context, out Permissions? permissions)
    {
        permissions = null;
        return Bytes;
    }
}
