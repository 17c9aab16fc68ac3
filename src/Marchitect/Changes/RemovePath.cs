namespace Marchitect;

/// <summary>Removes a file, a link, or a folder with all that is in it.</summary>
/// <param name="Path">What.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
internal sealed record RemovePath(string Path, bool IsFolder) : Operation
{
    public override string Title => IsFolder ? $"rm -rf {Path}" : $"rm -f {Path}";
}
