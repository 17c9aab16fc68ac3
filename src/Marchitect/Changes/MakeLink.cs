namespace Marchitect;

/// <summary>Makes a symbolic link, whole or not at all.</summary>
/// <param name="Path">Where.</param>
/// <param name="Target">Where it points to.</param>
internal sealed record MakeLink(string Path, string Target) : Operation
{
    public override string Title => $"ln -s {Target} {Path}";
}
