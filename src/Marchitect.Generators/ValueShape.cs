namespace Marchitect.Generators;

/// <summary>What attributes can be about.</summary>
internal enum ValueShape
{
    Other,
    Text,
    Integer,
    Number,
    Collection,
}
