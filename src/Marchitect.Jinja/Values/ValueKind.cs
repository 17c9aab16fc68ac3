namespace Marchitect.Jinja;

/// <summary>What kind of value stands in a template.</summary>
public enum ValueKind
{
    /// <summary>Nothing was ever put there.</summary>
    Undefined,

    /// <summary>Nothing, said explicitly.</summary>
    None,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number of any size.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A text, safe markup included.</summary>
    Text,

    /// <summary>Values in order that can change.</summary>
    List,

    /// <summary>Values in order that cannot change.</summary>
    Tuple,

    /// <summary>Values by key, in the order written.</summary>
    Map,

    /// <summary>Something to call: a macro, a function, a method.</summary>
    Callable,

    /// <summary>Anything else: ranges, iterators, namespaces, records.</summary>
    Other,
}
