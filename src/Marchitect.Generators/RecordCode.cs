namespace Marchitect.Generators;

/// <summary>What is written for one record.</summary>
/// <param name="Key">The record's full name.</param>
/// <param name="IsRoot">Whether a whiteprint has it as its config.</param>
/// <param name="Text">The class.</param>
internal sealed record RecordCode(string Key, bool IsRoot, string Text);
