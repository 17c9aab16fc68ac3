using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Generators;

/// <summary>What the documentation comments of a member say, in plain words.</summary>
internal static class DocText
{
    private static readonly Regex SummaryElement = new("<summary>(.*?)</summary>", RegexOptions.Singleline | RegexOptions.Compiled);
    private static readonly Regex CData = new("<!\\[CDATA\\[(.*?)\\]\\]>", RegexOptions.Singleline | RegexOptions.Compiled);
    private static readonly Regex CodeReference = new("<(?:see|seealso)\\s[^>]*?cref\\s*=\\s*[\"']([^\"']*)[\"'][^>]*/>", RegexOptions.Compiled);
    private static readonly Regex OtherReference = new("<(?:see|seealso|paramref|typeparamref)\\s[^>]*?(?:name|langword|href)\\s*=\\s*[\"']([^\"']*)[\"'][^>]*/>", RegexOptions.Compiled);
    private static readonly Regex Block = new("</?(?:para|br|list|listheader|item|term|description|code)\\b[^>]*>", RegexOptions.Compiled);
    private static readonly Regex AnyTag = new("<[^>]*>", RegexOptions.Compiled);
    private static readonly Regex Space = new("\\s+", RegexOptions.Compiled);
    private static readonly Regex Number = new("&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));", RegexOptions.Compiled);

    /// <summary>The summary of a property, or the text of the parameter that it comes from; null where there is none.</summary>
    public static string? Of(ISymbol member, CancellationToken cancellationToken)
    {
        if (Summary(Comment(member, cancellationToken)) is { } own)
            return own;
        var type = Comment(member.ContainingType, cancellationToken);
        var parameter = Regex.Match(type, $"<param\\s+name\\s*=\\s*[\"']{Regex.Escape(member.Name)}[\"']\\s*>(.*?)</param>", RegexOptions.Singleline);
        return parameter.Success ? Plain(parameter.Groups[1].Value) : null;
    }

    private static string? Summary(string comment)
    {
        var summary = SummaryElement.Match(comment);
        return summary.Success ? Plain(summary.Groups[1].Value) : null;
    }

    // A program that writes no documentation file is compiled with its comments unread; then the text of the comment is all there is.
    private static string Comment(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (symbol.GetDocumentationCommentXml(cancellationToken: cancellationToken) is { Length: > 0 } xml)
            return xml;
        var text = new StringBuilder();
        foreach (var declaration in symbol.DeclaringSyntaxReferences)
        {
            foreach (var trivia in declaration.GetSyntax(cancellationToken).GetLeadingTrivia())
            {
                var comment = trivia.ToString();
                if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && comment.StartsWith("///"))
                    text.Append(comment.Substring(3)).Append('\n');
                else if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && comment.StartsWith("/**") && comment.Length > 5)
                    text.Append(string.Join("\n", comment.Substring(3, comment.Length - 5).Split('\n').Select(line => line.TrimStart(' ', '\t', '*')))).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string? Plain(string xml)
    {
        // What is quoted as it is, is no markup.
        var text = CData.Replace(xml, quoted => quoted.Groups[1].Value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"));
        text = CodeReference.Replace(text, reference => Escaped(ShortName(reference.Groups[1].Value)));
        text = OtherReference.Replace(text, "$1");
        text = Block.Replace(text, " ");
        text = AnyTag.Replace(text, "");
        text = Number.Replace(text, number => Character(number));
        text = text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&");
        text = Space.Replace(text, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    // "T:System.Collections.Generic.List`1" where the compiler has read the comment, "List{T}" where it has not.
    private static string ShortName(string reference)
    {
        var name = Regex.Replace(reference, "^[A-Z!]:|[`({].*$", "");
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    private static string Escaped(string text) => text.Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Character(Match number)
    {
        var code = number.Groups[1].Success
            ? int.Parse(number.Groups[1].Value, System.Globalization.NumberStyles.HexNumber)
            : int.Parse(number.Groups[2].Value);
        return code is > 0 and < 0x110000 and not (>= 0xD800 and < 0xE000) ? char.ConvertFromUtf32(code) : "";
    }
}
