namespace Marchitect;

/// <summary>How much is told of a run.</summary>
internal enum Verbosity
{
    /// <summary>Errors and the last line.</summary>
    Quiet,

    /// <summary>A line a step.</summary>
    Normal,

    /// <summary>Commands, their output and files too, as they happen.</summary>
    Verbose,
}
