namespace Marchitect;

/// <summary>Runs a command in a fresh shell.</summary>
internal sealed record RunCommand : Operation
{
    // It travels in an environment variable, and Linux takes 128 KiB for one.
    private const int LimitCharacters = 100_000;

    public RunCommand(ShellCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Text.Length > LimitCharacters)
            throw new ArgumentException($"A command of a change has at most {LimitCharacters} characters; write a file, and run that.", nameof(command));
        Text = command.Text;
    }

    public string Text { get; }

    public override string Title => Text;
}
