namespace Marchitect.Jinja;

/// <summary>A part of a parsed template. The tree does not change once it is made.</summary>
/// <param name="Position">Where it begins; the operator, where it is one.</param>
internal abstract record SyntaxNode(Position Position);

/// <summary>A place in the source of a template.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Offset">How many UTF-16 code units come before it in the source with its newlines made <c>\n</c>.</param>
internal readonly record struct Position(int Line, int Offset);
