namespace Marchitect;

/// <summary>How a step ended.</summary>
public enum StepOutcome
{
    /// <summary>It did all it had to do, or its validation found no problem.</summary>
    Done,

    /// <summary>Its validation found a problem.</summary>
    Invalid,

    /// <summary>It failed; the steps after it were not started.</summary>
    Failed,

    /// <summary>The run was cancelled while it was under way.</summary>
    Cancelled,

    /// <summary>It was not started, since a step before it failed or the run was cancelled.</summary>
    NotStarted,
}
