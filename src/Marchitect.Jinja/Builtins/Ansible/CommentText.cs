using System.Text;

namespace Marchitect.Jinja;

/// <summary>Ansible's filter <c>comment</c>: puts the marks of a comment before every line of a text, and around it.</summary>
internal static class CommentText
{
    public static Value Comment(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length > 2)
            throw Fail.Type($"comment() takes from 1 to 2 arguments but {positional.Length} were given");
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in keywords)
            named[name] = FilterArguments.Text(value);
        var style = positional.Length == 2 ? FilterArguments.Text(positional[1]) : named.GetValueOrDefault("style", "plain");
        var (beginning, mark, end) = style switch
        {
            "plain" => ("", "# ", ""),
            "erlang" => ("", "% ", ""),
            "c" => ("", "// ", ""),
            "cblock" => ("/*", " * ", " */"),
            "xml" => ("<!--", " - ", "-->"),
            _ => throw Fail.Runtime($"comment: there is no style '{style}': use plain, erlang, c, cblock or xml"),
        };
        var newline = named.GetValueOrDefault("newline", "\n");
        if (newline.Length == 0)
            throw Fail.Value("comment: a newline cannot be empty");
        mark = named.GetValueOrDefault("decoration", mark);
        beginning = named.GetValueOrDefault("beginning", beginning);
        end = named.GetValueOrDefault("end", end);
        var (prefix, postfix) = (named.GetValueOrDefault("prefix", mark.TrimEnd()), named.GetValueOrDefault("postfix", mark.TrimEnd()));
        var text = FilterArguments.Text(positional[0]);
        context.Budget.Text(text.Length + (long)text.Split(newline).Length * mark.Length);
        // A line that is empty gets its mark without the blank behind it.
        var marked = (mark + text.Replace(newline, newline + mark, StringComparison.Ordinal))
            .Replace(mark + newline, mark.TrimEnd() + newline, StringComparison.Ordinal);
        return (beginning.Length > 0 ? beginning + newline : "") +
            Repeated(context, prefix.Length == 0 || prefix == newline ? prefix : prefix + newline, Count(keywords, "prefix_count")) +
            marked +
            Repeated(context, newline + postfix, Count(keywords, "postfix_count")) +
            (end.Length > 0 ? newline + end : "");
    }

    private static long Count(ReadOnlySpan<KeywordArgument> keywords, string name)
    {
        foreach (var keyword in keywords)
        {
            if (keyword.Name == name)
                return FilterArguments.Index(keyword.Value);
        }
        return 1;
    }

    private static string Repeated(CallContext context, string part, long count)
    {
        if (count <= 0)
            return "";
        context.Budget.Iterate(count);
        context.Budget.Text(part.Length * count);
        return new StringBuilder().Insert(0, part, (int)count).ToString();
    }
}
