using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect.Tests.House;

/// <summary>C# source without its comments, literals and using directives: what is left are the names it declares and uses.</summary>
internal static partial class SourceText
{
    public static string WithoutCommentsAndLiterals(string source) => UsingDirective().Replace(Noise().Replace(source, " "), "");

    /// <summary>The types that a file declares, but for those within others, which are named through them.</summary>
    public static IEnumerable<string> DeclaredTypes(string code) => Declaration().Matches(WithoutBodies(code)).Select(m => m.Groups["name"].Value);

    /// <summary>The names that may be those of types: none of members.</summary>
    public static IEnumerable<string> Names(string code)
    {
        code = EnumBody().Replace(code, "");
        // A property may be called as a type is; then its type is another one, or it names that type itself.
        var members = Member().Matches(code).Where(m => m.Groups["type"].Value != m.Groups["name"].Value).Select(m => m.Groups["name"].Value).ToHashSet();
        return Name().Matches(code).Select(m => m.Value).Where(name => !members.Contains(name));
    }

    private static string WithoutBodies(string code)
    {
        var outside = new StringBuilder();
        var depth = 0;
        foreach (var c in code)
        {
            if (c == '}')
                depth--;
            if (depth == 0)
                outside.Append(c);
            if (c == '{')
                depth++;
        }
        return outside.ToString();
    }

    [GeneratedRegex("""
        //[^\n]*                                # a comment to the end of the line
        | /\*.*?\*/
        | \$*(?<quotes>"{3,}).*?\k<quotes>      # raw strings
        | (\$@|@\$|@)"(?:[^"]|"")*"             # verbatim strings
        | \$?"(?:[^"\\\n]|\\.)*"
        | '(?:[^'\\\n]|\\.)+'
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Noise();

    // Another library's type may have the name of one of ours; an alias tells them apart.
    [GeneratedRegex(@"^(?:global )?using [^(;\n]*;", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>?,\[\]. ]+?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    // What follows a point is a member of what stands before it; what stands before a colon names an argument, and before = a member that is set.
    [GeneratedRegex(@"(?<!\.\s*)\b[A-Z]\w*\b(?!:(?!:)|\s*=(?![=>]))")]
    private static partial Regex Name();

    // What follows a type is the name of a member or a parameter.
    [GeneratedRegex(@"\b(?<type>[A-Z]\w*|string|int|long|bool|double|char|byte|object)[]>?[]*\s+(?<name>[A-Z]\w*)\b")]
    private static partial Regex Member();

    [GeneratedRegex(@"(?<=\benum\s+\w+\s*(:\s*\w+\s*)?)\{[^}]*\}")]
    private static partial Regex EnumBody();
}
