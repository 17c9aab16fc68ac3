namespace Marchitect;

/// <summary>How a run on one host ended.</summary>
public enum RunOutcome
{
    /// <summary>Every step is done, or no validation found a problem.</summary>
    Done,

    /// <summary>A validation found a problem.</summary>
    Invalid,

    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>It was cancelled before it was through.</summary>
    Cancelled,
}
