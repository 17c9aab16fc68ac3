namespace Marchitect.Jinja;

/// <summary>Ansible's tests: <c>match</c>, <c>contains</c>, <c>version</c>, <c>truthy</c> and others.</summary>
internal static class AnsibleValueTests
{
    public static void AddTo(BuiltinSet tests)
    {
        tests.Add("match", 1, "value pattern ignorecase multiline", static (_, arguments) => IsMatch(arguments, "match"));
        tests.Add("search", 1, "value pattern ignorecase multiline", static (_, arguments) => IsMatch(arguments, "search"));
        tests.Add("regex", 1, "value pattern ignorecase multiline match_type", static (_, arguments) =>
            IsMatch(arguments, arguments[4].IsMissing ? "search" : FilterArguments.Text(arguments[4])));
        tests.Add("contains", 2, "seq value", static (_, arguments) => Ordering.Contains(arguments[0], arguments[1]));
        tests.Add("any", 1, "/iterable", static (context, arguments) => Holds(context, arguments[0], wanted: true));
        tests.Add("all", 1, "/iterable", static (context, arguments) => !Holds(context, arguments[0], wanted: false));
        tests.Add("truthy", 1, "value convert_bool", static (context, arguments) => IsTruthy(context, arguments));
        tests.Add("falsy", 1, "value convert_bool", static (context, arguments) => !IsTruthy(context, arguments));
        tests.Add("subset", 2, "a b", static (context, arguments) => IsSubset(context, arguments[0], arguments[1]));
        tests.Alias("issubset", "subset");
        tests.Add("superset", 2, "a b", static (context, arguments) => IsSubset(context, arguments[1], arguments[0]));
        tests.Alias("issuperset", "superset");
        tests.Add("version", 2, "value version operator strict version_type", CompareVersions);
        tests.Alias("version_compare", "version");
    }

    private static bool IsMatch(ReadOnlySpan<Value> arguments, string how)
    {
        var text = FilterArguments.Text(arguments[0]);
        var pattern = arguments[1].IsMissing ? "" : FilterArguments.Text(arguments[1]);
        if (how == "fullmatch")
            pattern = $"(?:{pattern})\\Z";
        var match = new PythonRegex(pattern, FilterArguments.IsYes(arguments[2]), FilterArguments.IsYes(arguments[3])).Search(text);
        return match.Success && (how is not ("match" or "fullmatch") || match.Index == 0);
    }

    private static bool Holds(CallContext context, in Value items, bool wanted)
    {
        using var iterator = Iteration.Of(items);
        while (iterator.MoveNext())
        {
            context.Budget.Iterate();
            if (iterator.Current.IsTrue() == wanted)
                return true;
        }
        return false;
    }

    private static bool IsTruthy(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (!FilterArguments.IsYes(arguments[1]))
            return arguments[0].IsTrue();
        // Words for yes and no count as such; any other value goes by its own truth.
        return AttributePath.LowerCase(context, arguments[0]).TextOrNull?.Trim() switch
        {
            "y" or "yes" or "on" or "1" or "true" or "t" => true,
            "n" or "no" or "off" or "0" or "false" or "f" => false,
            _ => arguments[0].IsTrue(),
        };
    }

    private static bool IsSubset(CallContext context, in Value part, in Value whole)
    {
        var all = new Membership(context);
        foreach (var item in Iteration.ToList(context, whole))
            all.Add(item);
        return Iteration.ToList(context, part).TrueForAll(all.Has);
    }

    private static Value CompareVersions(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (left, right) = (FilterArguments.Text(arguments[0]), FilterArguments.Text(arguments[1]));
        if (left.Length == 0 || right.Length == 0)
            throw Fail.Runtime("a version to compare cannot be empty");
        var kind = FilterArguments.IsLeftOut(arguments[4])
            ? FilterArguments.IsLeftOut(arguments[3]) || !arguments[3].IsTrue() ? "loose" : "strict"
            : FilterArguments.Text(arguments[4]);
        var order = kind switch
        {
            "loose" => LooseVersion.Compare(left, right),
            "strict" => StrictVersion.Compare(left, right),
            "semver" or "semantic" => SemanticVersion.Compare(left, right),
            _ => throw Fail.Runtime($"there is no kind of versions '{kind}': use loose, strict or semver"),
        };
        return (arguments[2].IsMissing ? "eq" : FilterArguments.Text(arguments[2])) switch
        {
            "==" or "=" or "eq" => order == 0,
            "!=" or "<>" or "ne" => order != 0,
            "<" or "lt" => order < 0,
            "<=" or "le" => order <= 0,
            ">" or "gt" => order > 0,
            ">=" or "ge" => order >= 0,
            var other => throw Fail.Runtime($"a version cannot be compared by '{other}'"),
        };
    }
}
