namespace Marchitect.Testing;

/// <summary>How a link ends.</summary>
public enum LinkCut
{
    /// <summary>Both ends are told that no more comes (FIN), as when a program closes its connection.</summary>
    Close,

    /// <summary>Both ends are told that the connection is void (RST), as when a machine restarts.</summary>
    Reset,

    /// <summary>Nobody is told anything, as when a cable is pulled.</summary>
    Silence,
}
