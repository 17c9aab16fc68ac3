using System.Diagnostics;

namespace Marchitect;

/// <summary>
/// Starts a program with SIGPIPE as a terminal's shell would give it. .NET ignores that signal, its children inherit that, and a POSIX
/// shell cannot take it back (POSIX.1, trap): <c>yes | head -n 1</c> would then complain of a broken pipe, and end with another status.
/// </summary>
internal static class DefaultSignals
{
    internal const string Perl = "$SIG{PIPE} = 'DEFAULT'; exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    // GNU coreutils from 8.31 on. It is the first choice since perl warns on stderr where the locale is not installed.
    private static readonly Lazy<string?> Env = new(() => LocalPrograms.Find("env") is { } env && Works(env) ? env : null);

    /// <summary>The words that start the command so; where no program here can do it (busybox alone), the command as it is.</summary>
    /// <param name="command">A path and its arguments.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> command)
    {
        // env would take such a path for a variable.
        if (Env.Value is { } env && !command[0].Contains('=', StringComparison.Ordinal))
            return [env, "--default-signal=PIPE", .. command];
        return LocalPrograms.Find("perl") is { } perl ? [perl, "-e", Perl, "--", .. command] : command;
    }

    private static bool Works(string env)
    {
        using var process = Process.Start(new ProcessStartInfo(env, ["--default-signal=PIPE", "true"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
