using Marchitect.Prefabs;

namespace Marchitect;

/// <summary>What an upload by a whiteprint's code leads to, as a file that a plan can tell of.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="Path">POSIX path on the host.</param>
internal sealed record UploadedFile(ReadOnlyMemory<byte> Bytes, string Path) : FilePrefab(Path)
{
    protected override ReadOnlyMemory<byte> Read(PrefabContext context, out Permissions? permissions)
    {
        permissions = null;
        return Bytes;
    }

    // An upload writes what the link points to, a file prefab would put a file in its place.
    protected internal override Change Decide(string mode, Finding found) => found is FileStat { Kind: FileKind.Link } link
        ? Change.Impossible($"{Path} is {link.KindText}, and a plan does not tell what an upload through it would write", "Upload to the file that it points to.")
        : base.Decide(mode, found);
}
