namespace Marchitect.Jinja;

/// <summary>Ansible's filters for texts, paths and single values: <c>quote</c>, <c>bool</c>, <c>ternary</c>, <c>basename</c>, <c>comment</c> and others.</summary>
internal static class AnsibleValueFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("quote", 1, "a", static (_, arguments) => arguments[0].IsNone ? "''" : Quote(FilterArguments.Text(arguments[0])));
        filters.Add("bool", 1, "a", static (context, arguments) => IsYes(context, arguments[0]));
        filters.Add("mandatory", 1, "a msg", Mandatory);
        filters.Add("ternary", 3, "value true_val false_val none_val", Ternary);
        filters.Add("type_debug", 1, "obj", static (_, arguments) => arguments[0].TypeName);
        filters.Add("split", 1, "string sep maxsplit", static (context, arguments) => FilterArguments.CallMethod(
            context,
            FilterArguments.Text(arguments[0]),
            "split",
            arguments[1].IsMissing ? Value.None : arguments[1],
            arguments[2].IsMissing ? -1 : arguments[2]));
        filters.Add("basename", 1, "path", static (_, arguments) => BaseName(FilterArguments.Text(arguments[0])));
        filters.Add("dirname", 1, "path", static (_, arguments) => DirectoryName(FilterArguments.Text(arguments[0])));
        filters.Add("splitext", 1, "path", static (_, arguments) => SplitExtension(FilterArguments.Text(arguments[0])));
        filters.Add("comment", CommentText.Comment);
    }

    /// <summary>What Ansible takes for true: <c>yes</c>, <c>on</c>, <c>true</c>, <c>1</c>. None stays none.</summary>
    public static Value IsYes(CallContext context, in Value value)
    {
        FilterArguments.Defined(value);
        if (value.IsNone || value.IsBool)
            return value;
        return value.TextOrNull is null
            ? ValueComparer.Instance.Equals(value, 1)
            : AttributePath.LowerCase(context, value).TextOrNull is "yes" or "on" or "1" or "true";
    }

    private static Value Mandatory(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].Instance is not UndefinedValue undefined)
            return arguments[0];
        throw Fail.Runtime(FilterArguments.IsLeftOut(arguments[1])
            ? $"Mandatory variable {(undefined.Name is { } name ? $"'{name}' " : "")}not defined."
            : FilterArguments.Text(arguments[1]));
    }

    private static Value Ternary(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].IsNone && !FilterArguments.IsLeftOut(arguments[3]))
            return arguments[3];
        return arguments[0].IsTrue() ? arguments[1] : arguments[2];
    }

    // As shlex.quote: what a POSIX shell takes for one word.
    private static string Quote(string text)
    {
        if (text.Length == 0)
            return "''";
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '@' or '%' or '+' or '=' or ':' or ',' or '.' or '/' or '-'))
                return $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
        }
        return text;
    }

    private static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string DirectoryName(string path)
    {
        var head = path[..(path.LastIndexOf('/') + 1)];
        var trimmed = head.TrimEnd('/');
        return trimmed.Length > 0 ? trimmed : head;
    }

    // The last dot of the last part begins the extension, unless nothing but dots comes before it.
    private static Value SplitExtension(string path)
    {
        var dot = path.LastIndexOf('.');
        var name = path.LastIndexOf('/') + 1;
        if (dot < name || path.AsSpan(name, dot - name).Trim('.').IsEmpty)
            dot = path.Length;
        return new(new TupleValue([path[..dot], path[dot..]]));
    }
}
