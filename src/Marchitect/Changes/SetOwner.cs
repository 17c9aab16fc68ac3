namespace Marchitect;

/// <summary>Sets owner and group.</summary>
/// <param name="Path">Of what.</param>
/// <param name="Owner">As <c>chown</c> takes it.</param>
internal sealed record SetOwner(string Path, string Owner) : Operation
{
    public override string Title => $"chown {Owner} {Path}";
}
