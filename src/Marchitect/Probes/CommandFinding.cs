namespace Marchitect;

/// <summary>What came of a command that only looks.</summary>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Text">What it wrote on stdout, without newlines at the end.</param>
public sealed record CommandFinding(int ExitStatus, string Text) : Finding
{
    /// <summary>Whether the exit status is 0.</summary>
    public bool IsSuccess => ExitStatus == 0;

    /// <summary>How the answer looks as a shell pattern, for <see cref="Change.Proof"/>.</summary>
    /// <param name="exitStatus">The exit status; null for any.</param>
    /// <param name="text">The text as a shell pattern, e.g. <c>*</c>, or <see cref="Change.Literal"/> of it.</param>
    /// <returns>The pattern.</returns>
    public static string Pattern(int? exitStatus, string text) => $"{exitStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*"} {text}";

    /// <summary>The same in words.</summary>
    /// <returns>E.g. <c>exit status 1</c>, with the text where there is one.</returns>
    public override string ToString() => Text.Length == 0 ? $"exit status {ExitStatus}" : $"exit status {ExitStatus}, {Text}";
}
