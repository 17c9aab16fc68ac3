namespace Marchitect;

/// <summary>Why a saved plan is not applied, or not further.</summary>
public enum PlanRefusal
{
    /// <summary>The file was altered, or is no saved plan.</summary>
    Altered,

    /// <summary>The file was sealed with another key.</summary>
    OtherKey,

    /// <summary>The file was written by a version of Marchitect with another format.</summary>
    OtherFormat,

    /// <summary>It is of another site plan.</summary>
    OtherPlan,

    /// <summary>It was made for a host of another name.</summary>
    OtherHost,

    /// <summary>The host shows another key, or is another machine.</summary>
    OtherMachine,

    /// <summary>The program was built anew.</summary>
    OtherProgram,

    /// <summary>The config of a step is another.</summary>
    OtherConfig,

    /// <summary>What a prefab wants, or what code does, is no longer what was planned, e.g. since a resource was edited.</summary>
    OtherResources,

    /// <summary>The host is no longer as the plan saw it.</summary>
    Moved,

    /// <summary>What comes next could not be known when the plan was made; all before it is done.</summary>
    Incomplete,
}
