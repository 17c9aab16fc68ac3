namespace Marchitect.Prefabs;

/// <summary>A file that the whiteprint brings along, as a Jinja2 template unless told otherwise.</summary>
/// <param name="Resource">A resource of the whiteprint, e.g. <c>site.conf</c>, or an absolute path on this machine.</param>
/// <param name="Path">POSIX path on the host; a leading <c>~/</c> is the user's home.</param>
/// <remarks>
/// A template's variables are the whiteprint's config, and <c>_target</c>. A new file gets the permissions of the local one, where none are
/// wanted. As to the rest, see <see cref="FilePrefab"/>.
/// </remarks>
public sealed record FileFromPath(string Resource, string Path) : FilePrefab(Path)
{
    /// <summary>Whether the file is a template; else it travels byte for byte. <value>Default: true.</value></summary>
    public bool IsTemplate { get; init; } = true;

    /// <summary>What is set over the whiteprint's config for this template alone, maps merged deeply. <value>Default: nothing.</value></summary>
    public ConfigMap? ConfigOverride { get; init; }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Read(PrefabContext context, out Permissions? permissions)
    {
        permissions = context.PermissionsOf(Resource);
        return IsTemplate ? PrefabContext.Encode(context.Render(Resource, ConfigOverride)) : context.Read(Resource);
    }
}
