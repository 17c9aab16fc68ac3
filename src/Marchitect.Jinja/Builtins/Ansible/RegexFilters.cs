namespace Marchitect.Jinja;

/// <summary>Ansible's filters for regular expressions.</summary>
internal static class RegexFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("regex_replace", 1, "value pattern replacement ignorecase multiline count mandatory_count", Replace);
        filters.Add("regex_findall", 2, "value regex multiline ignorecase", FindAll);
        filters.Add("regex_search", Search);
        filters.Add("regex_escape", 1, "string re_type", Escape);
    }

    private static Value Replace(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var text = FilterArguments.Text(arguments[0]);
        var regex = new PythonRegex(Optional(arguments[1]), FilterArguments.IsYes(arguments[3]), FilterArguments.IsYes(arguments[4]));
        var replacement = Optional(arguments[2]);
        var most = FilterArguments.Index(arguments[5]);
        var mandatory = FilterArguments.Index(arguments[6]);
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        var made = 0L;
        var done = 0;
        for (var match = regex.Search(text); match.Success && (most == 0 || made < most); match = regex.Next(match))
        {
            context.Budget.Iterate();
            output.Append(text.AsSpan(done, match.Index - done));
            output.Append(regex.Expand(match, replacement));
            done = match.Index + match.Length;
            made++;
        }
        if (mandatory != 0 && made != mandatory)
            throw Fail.Runtime($"'{Optional(arguments[1])}' should match {mandatory} times, but matches {made} times");
        output.Append(text.AsSpan(done));
        context.Budget.Text(output.Length);
        return output.ToString();
    }

    private static Value FindAll(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var text = FilterArguments.Text(arguments[0]);
        var regex = new PythonRegex(FilterArguments.Text(arguments[1]), FilterArguments.IsYes(arguments[3]), FilterArguments.IsYes(arguments[2]));
        var found = new List<Value>();
        for (var match = regex.Search(text); match.Success; match = regex.Next(match))
        {
            context.Budget.Iterate();
            found.Add(match.Groups.Count switch
            {
                1 => match.Value,
                2 => match.Groups[1].Value,
                _ => new Value(new TupleValue([.. match.Groups.Values.Skip(1).Select(static group => (Value)group.Value)])),
            });
        }
        return new(new ListValue(found));
    }

    private static Value Search(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length < 2)
            throw Fail.Type("regex_search() is missing its argument 'regex'");
        var (ignoreCase, multiline) = (false, false);
        foreach (var (name, value) in keywords)
        {
            if (name == "ignorecase")
                ignoreCase = value.IsTrue();
            else if (name == "multiline")
                multiline = value.IsTrue();
            else
                throw Fail.Type($"regex_search() got an unexpected keyword argument '{name}'");
        }
        var text = FilterArguments.Text(positional[0]);
        var regex = new PythonRegex(FilterArguments.Text(positional[1]), ignoreCase, multiline);
        var match = regex.Search(text);
        // Which groups are meant must be right whether or not anything is found.
        var groups = new List<string>();
        foreach (var argument in positional[2..])
            groups.Add(GroupName(FilterArguments.Text(argument)));
        if (!match.Success)
            return Value.None;
        if (groups.Count == 0)
            return match.Value;
        return new(new ListValue(groups.ConvertAll(name => regex.GroupOf(match, name) is { Success: true } group ? (Value)group.Value : Value.None)));
    }

    private static string GroupName(string reference)
    {
        if (reference.StartsWith("\\g<", StringComparison.Ordinal) && reference.EndsWith('>'))
            return reference[3..^1];
        return reference.Length > 1 && reference[0] == '\\' && reference.Skip(1).All(char.IsAsciiDigit)
            ? reference[1..]
            : throw Fail.Runtime($"'{reference}' names no group: write '\\1' or '\\g<name>'");
    }

    private static Value Escape(CallContext context, ReadOnlySpan<Value> arguments) => (arguments[1].IsMissing ? "python" : FilterArguments.Text(arguments[1])) switch
    {
        "python" => PythonRegex.Escape(FilterArguments.Text(arguments[0])),
        "posix_basic" => PythonRegex.EscapePosixBasic(FilterArguments.Text(arguments[0])),
        "posix_extended" => PythonRegex.EscapePosixExtended(FilterArguments.Text(arguments[0])),
        var other => throw Fail.Runtime($"there is no kind of regular expressions '{other}': use 'python', 'posix_basic' or 'posix_extended'"),
    };

    private static string Optional(in Value value) => value.IsMissing ? "" : FilterArguments.Text(value);
}
