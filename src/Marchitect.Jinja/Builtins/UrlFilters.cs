using System.Text;

namespace Marchitect.Jinja;

/// <summary>Filters for addresses of the web: <c>urlencode</c> and <c>urlize</c>.</summary>
internal static class UrlFilters
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("urlencode", 1, "value", UrlEncode);
        filters.Add("urlize", 1, "value trim_url_limit nofollow target rel extra_schemes", Urlize);
    }

    private static Value UrlEncode(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var value = arguments[0];
        if (value.TextOrNull is not null || !Iteration.IsIterable(value))
            return Quote(FilterArguments.Text(value), isQuery: false);
        var output = new StringBuilder();
        if (value.Instance is DictValue dict)
        {
            foreach (var (key, item) in dict.Entries)
                Add(key, item);
            return output.ToString();
        }
        using var pairs = Iteration.Of(value);
        while (pairs.MoveNext())
        {
            var pair = Iteration.ToList(context, pairs.Current);
            if (pair.Count != 2)
                throw Fail.Value($"a pair of key and value was expected, not {pair.Count} items");
            Add(pair[0], pair[1]);
        }
        return output.ToString();

        void Add(in Value key, in Value item)
        {
            context.Budget.Iterate();
            if (output.Length > 0)
                output.Append('&');
            output.Append(Quote(FilterArguments.Text(key), isQuery: true)).Append('=').Append(Quote(FilterArguments.Text(item), isQuery: true));
            context.Budget.Text(output.Length);
        }
    }

    /// <summary>The text with all but letters, digits and <c>_.-~</c> as bytes of UTF-8.</summary>
    /// <param name="text">It.</param>
    /// <param name="isQuery">Whether slashes are quoted too, and blanks become <c>+</c>.</param>
    private static string Quote(string text, bool isQuery)
    {
        byte[] bytes;
        try
        {
            bytes = Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new TemplateRuntimeException("half of a surrogate pair cannot be written as UTF-8", exception);
        }
        var quoted = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' || c == '/' && !isQuery)
                quoted.Append(c);
            else if (c == ' ' && isQuery)
                quoted.Append('+');
            else
                quoted.Append('%').Append("0123456789ABCDEF"[b >> 4]).Append("0123456789ABCDEF"[b & 15]);
        }
        return quoted.ToString();
    }

    private static Value Urlize(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var rel = new SortedSet<string>(StringComparer.Ordinal) { "noopener" };
        if (FilterArguments.IsYes(arguments[4]))
        {
            var words = arguments[4].TextOrNull ?? throw Fail.Runtime($"'{arguments[4].TypeName}' object has no attribute 'split'");
            rel.UnionWith(words.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        }
        if (FilterArguments.IsYes(arguments[2]))
            rel.Add("nofollow");
        var schemes = FilterArguments.IsLeftOut(arguments[5]) ? [] : Schemes(context, arguments[5]);
        var target = FilterArguments.IsYes(arguments[3]) ? FilterArguments.Text(HtmlEscape.Of(arguments[3])) : null;
        var links = new LinkMarker(arguments[1], HtmlEscape.Escape(string.Join(' ', rel)), target, schemes);
        var text = links.Mark(context, FilterArguments.Text(HtmlEscape.Of(arguments[0])));
        return context.Autoescape ? Value.Safe(text) : text;
    }

    private static List<string> Schemes(CallContext context, in Value value)
    {
        var schemes = new List<string>();
        foreach (var scheme in Iteration.ToList(context, value))
        {
            FilterArguments.Defined(scheme);
            if (!IsScheme(scheme.TextOrNull ?? throw Fail.Type($"a scheme must be a text, not {scheme.TypeName}")))
                throw Fail.Runtime($"{ValueText.ReprOf(scheme)} is not a valid URI scheme prefix.");
            schemes.Add(scheme.TextOrNull!);
        }
        return schemes;
    }

    // Two or more of letters, digits and ".+-", a colon, and up to two slashes.
    private static bool IsScheme(string scheme)
    {
        var name = scheme.AsSpan().TrimEnd('/');
        if (scheme.Length - name.Length > 2 || name.Length < 3 || name[^1] != ':')
            return false;
        for (var i = 0; i < name.Length - 1; i++)
        {
            if (name[i] is not ('.' or '+' or '-') && !Characters.IsWord(scheme, i))
                return false;
        }
        return true;
    }
}
