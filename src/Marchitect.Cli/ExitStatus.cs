namespace Marchitect;

/// <summary>What the program tells whoever started it.</summary>
internal static class ExitStatus
{
    /// <summary>Every host is done, or valid.</summary>
    public const int Done = 0;

    /// <summary>A host failed, or a validation found a problem.</summary>
    public const int Failed = 1;

    /// <summary>The command line says nothing that can be done.</summary>
    public const int WrongUsage = 2;

    /// <summary>Asked for by <c>--exit-code</c>: a machine is not as the plan wants it.</summary>
    public const int Differs = 3;

    /// <summary>Ended by Ctrl-C: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
