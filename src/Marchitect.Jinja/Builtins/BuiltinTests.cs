namespace Marchitect.Jinja;

/// <summary>Jinja2's tests.</summary>
internal static class BuiltinTests
{
    public static void AddTo(BuiltinSet tests)
    {
        AddKinds(tests);
        AddComparisons(tests);
        tests.Add("odd", 1, "value", static (context, arguments) => ValueComparer.Instance.Equals(Arithmetic.Modulo(context, arguments[0], 2), 1));
        tests.Add("even", 1, "value", static (context, arguments) => ValueComparer.Instance.Equals(Arithmetic.Modulo(context, arguments[0], 2), 0));
        tests.Add("divisibleby", 2, "value num", static (context, arguments) =>
            ValueComparer.Instance.Equals(Arithmetic.Modulo(context, arguments[0], arguments[1]), 0));
        tests.Add("lower", 1, "value", static (context, arguments) => FilterArguments.CallMethod(context, FilterArguments.Text(arguments[0]), "islower"));
        tests.Add("upper", 1, "value", static (context, arguments) => FilterArguments.CallMethod(context, FilterArguments.Text(arguments[0]), "isupper"));
        tests.Add("filter", 1, "value", static (context, arguments) => IsName(arguments[0]) && context.HasFilter(arguments[0].TextOrNull!));
        tests.Add("test", 1, "value", static (context, arguments) => IsName(arguments[0]) && context.HasTest(arguments[0].TextOrNull!));
    }

    private static void AddKinds(BuiltinSet tests)
    {
        tests.Add("defined", 1, "value", static (_, arguments) => !arguments[0].IsUndefined);
        tests.Add("undefined", 1, "value", static (_, arguments) => arguments[0].IsUndefined);
        tests.Add("none", 1, "value", static (_, arguments) => arguments[0].IsNone);
        tests.Add("boolean", 1, "value", static (_, arguments) => arguments[0].IsBool);
        tests.Add("true", 1, "value", static (_, arguments) => arguments[0].IsBool && arguments[0].IsTrue());
        tests.Add("false", 1, "value", static (_, arguments) => arguments[0].IsBool && !arguments[0].IsTrue());
        tests.Add("integer", 1, "value", static (_, arguments) => arguments[0].Kind == ValueKind.Integer);
        tests.Add("float", 1, "value", static (_, arguments) => arguments[0].IsFloat);
        tests.Add("number", 1, "value", static (_, arguments) => Numbers.IsNumber(arguments[0]));
        tests.Add("string", 1, "value", static (_, arguments) => arguments[0].TextOrNull is not null);
        tests.Add("mapping", 1, "value", static (_, arguments) => arguments[0].Kind == ValueKind.Map);
        tests.Add("sequence", 1, "value", static (_, arguments) => IsSequence(arguments[0]));
        tests.Add("iterable", 1, "value", static (_, arguments) => IsIterable(arguments[0]));
        tests.Add("callable", 1, "/obj", static (_, arguments) => arguments[0].Instance is { IsCallable: true });
        tests.Add("escaped", 1, "value", static (_, arguments) =>
            arguments[0].Instance is Markup or UndefinedValue { Policy: UndefinedPolicy.Chainable });
        tests.Add("sameas", 2, "value other", static (_, arguments) => arguments[0].IsSame(arguments[1]));
    }

    private static void AddComparisons(BuiltinSet tests)
    {
        tests.Add("in", 2, "value seq", static (_, arguments) => Ordering.Contains(arguments[1], arguments[0]));
        AddComparison(tests, static (left, right) => ValueComparer.Instance.Equals(left, right), "==", "eq", "equalto");
        AddComparison(tests, static (left, right) => !ValueComparer.Instance.Equals(left, right), "!=", "ne");
        AddComparison(tests, static (left, right) => Ordering.Greater(left, right), ">", "gt", "greaterthan");
        AddComparison(tests, static (left, right) => Ordering.GreaterOrEqual(left, right), ">=", "ge");
        AddComparison(tests, static (left, right) => Ordering.Less(left, right), "<", "lt", "lessthan");
        AddComparison(tests, static (left, right) => Ordering.LessOrEqual(left, right), "<=", "le");
    }

    private static void AddComparison(BuiltinSet tests, Func<Value, Value, bool> holds, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            tests.Add(name, 2, "/a /b", (_, arguments) => holds(arguments[0], arguments[1]));
    }

    // Python looks the name up in a dictionary: what cannot be hashed is an error, and any other value is just not there.
    private static bool IsName(in Value value)
    {
        value.Instance?.Hash();
        return value.TextOrNull is not null;
    }

    private static bool IsSequence(in Value value) => value.Reference switch
    {
        string => true,
        // It has no items, but the methods to ask for them, unless asking for its length is an error.
        UndefinedValue undefined => undefined.Policy is UndefinedPolicy.Lenient or UndefinedPolicy.Chainable,
        ValueObject instance => instance.HasItems && instance.Length is not null,
        _ => false,
    };

    private static bool IsIterable(in Value value)
    {
        if (value.Instance is UndefinedValue undefined && undefined.Policy is UndefinedPolicy.Tested or UndefinedPolicy.Strict)
            throw undefined.Error();
        return Iteration.IsIterable(value);
    }
}
