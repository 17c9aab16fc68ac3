using System.Globalization;

namespace Marchitect.Jinja.Conformance;

/// <summary>What rendering a template comes to: its text, or the class of its error.</summary>
/// <param name="Output">The text, or null.</param>
/// <param name="Error">The class of the error, or null.</param>
/// <param name="Line">With an error: the line it is reported at, or null where nobody told.</param>
/// <param name="Message">With an error: its words, for information.</param>
internal sealed record Outcome(string? Output, string? Error, int? Line = null, string? Message = null)
{
    public const string Syntax = "syntax";
    public const string Undefined = "undefined";
    public const string NotFound = "template_not_found";
    public const string Runtime = "runtime";

    /// <summary>An exception that the engine does not document; equal to no expectation.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>It did not end in time; equal to no expectation.</summary>
    public const string TimedOut = "timed out";

    /// <summary>The case asks for what the engine does not have; equal to no expectation.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>Whether this is what was expected: the same text, or the same class of error, at the same line where it is one of syntax.</summary>
    public bool Meets(Outcome expected) =>
        Error == expected.Error
        && Output == expected.Output
        && (Error != Syntax || expected.Line is null || Line == expected.Line);

    /// <summary>It in one line.</summary>
    /// <returns>The words.</returns>
    public override string ToString()
    {
        if (Output is not null)
            return $"output {OneLine.Quote(Output)}";
        var at = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $" at line {line}") : "";
        return Message is null ? $"error {Error}{at}" : $"error {Error}{at} ({OneLine.Escape(Message)})";
    }
}
