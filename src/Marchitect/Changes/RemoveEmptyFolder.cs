namespace Marchitect;

/// <summary>Removes a folder that is empty.</summary>
/// <param name="Path">The folder.</param>
internal sealed record RemoveEmptyFolder(string Path) : Operation
{
    public override string Title => $"rmdir {Path}";
}
