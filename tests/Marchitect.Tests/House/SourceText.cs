using System.Text.RegularExpressions;

namespace Marchitect.Tests.House;

/// <summary>C# source without its comments, literals and using directives: what is left are the names it declares and uses.</summary>
internal static partial class SourceText
{
    public static string WithoutCommentsAndLiterals(string source) => UsingDirective().Replace(Noise().Replace(source, " "), "");

    public static IEnumerable<string> DeclaredTypes(string code) => Declaration().Matches(code).Select(m => m.Groups["name"].Value);

    public static IEnumerable<string> Names(string code) => Name().Matches(code).Select(m => m.Value);

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

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Name();
}
