namespace Marchitect;

/// <summary>A value that may hold a secret, and then must not become part of a text.</summary>
internal interface ISecretHolder
{
    /// <summary>Whether it does.</summary>
    bool HoldsSecret { get; }
}
