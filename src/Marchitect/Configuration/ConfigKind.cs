namespace Marchitect;

/// <summary>What kind of value stands in a config.</summary>
public enum ConfigKind
{
    /// <summary>Nothing, said explicitly.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number of any size.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that must not be seen.</summary>
    Secret,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Values by key.</summary>
    Map,
}
