using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Generators;

/// <summary>What the documentation comments of a member say, in plain words.</summary>
internal static class DocText
{
    /// <summary>The summary of a property, or the text of the parameter that it comes from; null where there is none.</summary>
    public static string? Of(ISymbol member, CancellationToken cancellationToken)
    {
        if (Summary(Comment(member, cancellationToken)) is { } own)
            return own;
        var type = Comment(member.ContainingType, cancellationToken);
        var parameter = Regex.Match(type, $"<param name=\"{member.Name}\">(.*?)</param>", RegexOptions.Singleline);
        return parameter.Success ? Plain(parameter.Groups[1].Value) : null;
    }

    private static string? Summary(string comment)
    {
        var summary = Regex.Match(comment, "<summary>(.*?)</summary>", RegexOptions.Singleline);
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
                if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && trivia.ToString().StartsWith("///"))
                    text.Append(trivia.ToString().Substring(3)).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string? Plain(string xml)
    {
        var text = Regex.Replace(xml, "<(?:see|seealso|paramref|typeparamref)[^>]*?(?:cref|name|langword|href)=\"(?:[A-Z]:)?([^\"]*)\"[^>]*/>", "$1");
        text = Regex.Replace(text, "<[^>]*>", "");
        text = Regex.Replace(text, "\\s+", " ").Trim();
        text = text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&");
        return text.Length == 0 ? null : text;
    }
}
