namespace Marchitect.Prefabs;

/// <summary>What a Python environment knows of a package.</summary>
/// <param name="Status"><c>there</c>; <c>none</c>; <c>no-venv</c> where the environment is still to be made; <c>no-python</c> where the host has no python3.</param>
/// <param name="Version">The version that is there; null for none.</param>
internal sealed record PipState(string Status, string? Version) : Finding
{
    /// <summary>The version that the index has instead; null where that is the same, or was not asked.</summary>
    public string? Newer { get; init; }

    /// <summary>Reads an answer, e.g. <c>there 3.0.0</c> or <c>there 3.0.0 older 3.1.0</c>.</summary>
    public static PipState Read(ProbeAnswer answer)
    {
        var words = answer.Text.Split(' ');
        return new(words[0], words.Length > 1 ? words[1] : null) { Newer = words is [_, _, "older", var newer] ? newer : null };
    }

    public override string ToString() => Status switch
    {
        "there" => Newer is null ? $"version {Version}" : $"version {Version}, {Newer} is to be had",
        "none" => "not installed",
        _ => Status,
    };
}
