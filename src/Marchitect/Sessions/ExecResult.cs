namespace Marchitect;

/// <summary>What came of a command.</summary>
/// <param name="ExitStatus">
/// The status the shell gave: 0 to 255. Above 128 it may be a signal's (128 + its number) or the command's own; a shell cannot tell.
/// </param>
/// <param name="Stdout">What it wrote on stdout, unless <see cref="ExecOptions.StdoutTo"/> took it.</param>
/// <param name="Stderr">What it wrote on stderr.</param>
/// <param name="Elapsed">From sending it to knowing its end.</param>
public sealed record ExecResult(int ExitStatus, CommandOutput Stdout, CommandOutput Stderr, TimeSpan Elapsed)
{
    private readonly string? _unknown;

    private ExecResult(string unknown) : this(0, default, default, TimeSpan.Zero) => _unknown = unknown;

    /// <inheritdoc cref="ExecResult(int, CommandOutput, CommandOutput, TimeSpan)" path="/param[@name='ExitStatus']"/>
    /// <exception cref="UnknownUntilRunException">It was not run, since this is a dry run.</exception>
    public int ExitStatus { get => Known(field); } = ExitStatus;

    /// <inheritdoc cref="ExecResult(int, CommandOutput, CommandOutput, TimeSpan)" path="/param[@name='Stdout']"/>
    /// <exception cref="UnknownUntilRunException">It was not run, since this is a dry run.</exception>
    public CommandOutput Stdout { get => Known(field); } = Stdout;

    /// <inheritdoc cref="ExecResult(int, CommandOutput, CommandOutput, TimeSpan)" path="/param[@name='Stderr']"/>
    /// <exception cref="UnknownUntilRunException">It was not run, since this is a dry run.</exception>
    public CommandOutput Stderr { get => Known(field); } = Stderr;

    /// <summary>Whether the exit status is 0.</summary>
    /// <exception cref="UnknownUntilRunException">It was not run, since this is a dry run.</exception>
    public bool IsSuccess => ExitStatus == 0;

    /// <summary>What came of a command that a dry run did not run: nothing is known of it.</summary>
    /// <param name="what">What was not run, in words.</param>
    internal static ExecResult OfDryRun(string what) => new(what);

    private T Known<T>(T value) => _unknown is null ? value : throw new UnknownUntilRunException(_unknown);
}
