namespace Marchitect.Prefabs;

/// <summary>A file whose content stands in the plan, as a Jinja2 template unless told otherwise.</summary>
/// <param name="Text">The content, in UTF-8 on the host. Its line ends stay as they are.</param>
/// <param name="Path">POSIX path on the host, e.g. <c>/etc/motd</c>; a leading <c>~/</c> is the user's home.</param>
/// <remarks>Its variables are the whiteprint's config, and <c>_target</c>. As to the rest, see <see cref="FilePrefab"/>.</remarks>
public sealed record FileFromString(string Text, string Path) : FilePrefab(Path)
{
    /// <summary>Whether the text is a template. <value>Default: true.</value></summary>
    public bool IsTemplate { get; init; } = true;

    /// <summary>What is set over the whiteprint's config for this template alone, maps merged deeply. <value>Default: nothing.</value></summary>
    public ConfigMap? ConfigOverride { get; init; }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Read(PrefabContext context, out Permissions? permissions)
    {
        permissions = null;
        return PrefabContext.Encode(IsTemplate ? context.RenderText(Text, ConfigOverride) : Text);
    }
}
