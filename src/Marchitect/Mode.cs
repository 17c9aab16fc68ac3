namespace Marchitect;

/// <summary>The modes that every plan has a method for. A mode may be any other word too; it is compared whole.</summary>
public static class Mode
{
    /// <summary>Bring the machine into the state wanted, from nothing.</summary>
    public const string Install = "install";

    /// <summary>Bring a machine that was installed before up to date.</summary>
    public const string Update = "update";

    /// <summary>Take away what was installed.</summary>
    public const string Clean = "clean";

    /// <summary>Start services.</summary>
    public const string Start = "start";

    /// <summary>Stop services.</summary>
    public const string Stop = "stop";
}
