namespace Marchitect;

/// <summary>An exit status in words.</summary>
internal static class ExitStatusText
{
    // signal(7), the numbers of Linux on x86 and ARM.
    private static readonly string[] Signals =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary><c>1</c>, or <c>143 (SIGTERM, or exit 143)</c>: a shell cannot tell a signal's status from the same one given by <c>exit</c>.</summary>
    public static string Of(int exitStatus) => exitStatus switch
    {
        126 => "126 (found, but could not be executed)",
        127 => "127 (command not found)",
        > 128 when exitStatus - 128 < Signals.Length => $"{exitStatus} (SIG{Signals[exitStatus - 128]}, or exit {exitStatus})",
        _ => $"{exitStatus}",
    };
}
