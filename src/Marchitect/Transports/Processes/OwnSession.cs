namespace Marchitect;

/// <summary>
/// Starts a program as the leader of a session of its own (setsid(2)): the terminal's Ctrl-C does not reach it, it has no terminal to
/// ask questions on, and its <c>kill 0</c> does not reach us.
/// </summary>
internal static class OwnSession
{
    internal const string Perl = "use POSIX qw(setsid); setsid(); exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    // .NET has no call for it. None of these forks here, since a child that .NET starts leads no process group: the process that is
    // started is the program's own. macOS has no setsid(1), but a perl.
    private static readonly string[][] Ways =
    [
        ["setsid"],
        ["busybox", "setsid"],
        ["perl", "-e", Perl, "--"],
    ];

    /// <summary>The words that start the command in a session of its own.</summary>
    /// <exception cref="MarchitectException">No program here can do it.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> command)
    {
        foreach (var way in Ways)
        {
            if (LocalPrograms.Find(way[0]) is { } program)
                return [program, .. way[1..], .. command];
        }
        throw new MarchitectException(
            "there is no program here that starts another in a session of its own: neither setsid nor busybox nor perl.",
            "Install util-linux (apt-get install util-linux), or reach the machine over the built-in SSH transport.");
    }
}
