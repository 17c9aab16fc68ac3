namespace Marchitect.Jinja;

/// <summary>The opening of a tag.</summary>
/// <param name="Kind">What it opens.</param>
/// <param name="Start">Where it begins, the blanks before the prefix of a line included.</param>
/// <param name="Sign"><c>-</c> or <c>+</c>, which tell what becomes of the blanks before it, or else NUL.</param>
/// <param name="End">The offset behind it.</param>
internal readonly record struct TagStart(TagKind Kind, int Start, char Sign, int End);
