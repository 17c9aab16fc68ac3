namespace Marchitect;

/// <summary>Something that a whiteprint's code would do.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Text">What, secrets replaced.</param>
/// <param name="Hash">What makes it the same; empty where nothing is known of this step's code from here on.</param>
internal sealed record SavedCommand(int Step, string Text, string Hash)
{
    /// <summary>Whether it stands for all that could not be known.</summary>
    public bool IsUnknown => Hash.Length == 0;
}
