namespace Marchitect;

/// <summary>
/// A command that many prefabs may need and that is run once for all of them: fresh package lists before the first that needs them, a
/// restart after the last that changed something.
/// </summary>
/// <param name="Key">What makes two of them the same, e.g. <c>restart nginx</c>; shown to the user.</param>
/// <param name="Command">The command, run by a shell as the user of the prefab.</param>
/// <remarks>
/// A change names it in <see cref="Change.Before"/>: it is then run before the change, unless it was run earlier in this run. Or in
/// <see cref="Change.Notify"/>, as <see cref="Prefab.Notify"/> does: then it is owed once the change was begun, and is run at the
/// end of the plan, even where a later step failed. What is owed is written down on the host before the change is made, under
/// <c>/var/lib/marchitect/owed</c> for root and <c>~/.local/state/marchitect/owed</c> for others, readable for that user alone; where a run
/// is cut before its end, the next run of that user does it. The command is part of that file, so it holds no secrets.
/// </remarks>
public sealed record OnceAction(string Key, ShellCommand Command)
{
    /// <inheritdoc cref="OnceAction(string, ShellCommand)" path="/param[@name='Key']"/>
    public string Key { get; } = string.IsNullOrWhiteSpace(Key) || Key.Contains('\n', StringComparison.Ordinal)
        ? throw new ArgumentException("What is to be run once has a name of one line.", nameof(Key))
        : Key;

    /// <summary>Two are the same where their keys are.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Equals(OnceAction? other) => other is not null && Key == other.Key;

    /// <summary>Of the key alone.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}
