namespace Marchitect;

/// <summary>Sets permissions.</summary>
/// <param name="Path">Of what.</param>
/// <param name="Permissions">The permissions.</param>
internal sealed record SetPermissions(string Path, Permissions Permissions) : Operation
{
    public override string Title => $"chmod {Permissions} {Path}";
}
