namespace Marchitect;

/// <summary>Runs a command in a fresh shell.</summary>
internal sealed record RunCommand : Operation
{
    // It travels in an environment variable, and Linux takes 128 KiB for one.
    private const int LimitCharacters = 100_000;

    public RunCommand(ShellCommand command, string? title = null, IReadOnlyList<string>? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Text.Length > LimitCharacters)
            throw new ArgumentException($"A command of a change has at most {LimitCharacters} characters; write a file, and run that.", nameof(command));
        Text = command.Text;
        Secrets = secrets ?? [];
        Title = new Redactor(Secrets).Redact(title ?? command.Text);
    }

    public string Text { get; }

    /// <summary>What must be seen nowhere: not in the title, nor in what the command writes.</summary>
    public IReadOnlyList<string> Secrets { get; }

    public override string Title { get; }

    /// <summary>The title: the text may hold secrets.</summary>
    public override string ToString() => Title;
}
