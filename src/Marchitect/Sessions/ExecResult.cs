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
    /// <summary>Whether the exit status is 0.</summary>
    public bool IsSuccess => ExitStatus == 0;
}
