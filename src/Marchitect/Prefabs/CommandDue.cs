namespace Marchitect.Prefabs;

/// <summary>Whether a command is to be run, by what it has to say about that.</summary>
/// <param name="IsDue">Whether it is.</param>
internal sealed record CommandDue(bool IsDue) : Finding
{
    public override string ToString() => IsDue ? "still to be run" : "nothing to do";
}
