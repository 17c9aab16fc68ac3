namespace Marchitect.Jinja;

/// <summary>What becomes of a condition if a path were undefined, as far as that can be told without rendering.</summary>
internal sealed class SupposedCondition
{
    private static readonly Value Undefined = new(new UndefinedValue(UndefinedPolicy.Chainable, "", null));

    private readonly string[] _undefined;
    private readonly UndefinedRules _rules;

    private SupposedCondition(string[] undefined, UndefinedRules rules)
    {
        _undefined = undefined;
        _rules = rules;
    }

    /// <summary>Whether the condition would hold, or null where that hangs on something else.</summary>
    public static bool? Holds(Expression condition, string[] undefined, UndefinedRules rules)
    {
        try
        {
            return TruthOf(new SupposedCondition(undefined, rules).Evaluate(condition));
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private static bool? TruthOf(in Value value) => value.IsMissing ? null : value.IsTrue();

    // Missing where it is not known.
    private Value Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        ListExpression { Items.Count: 0 } or DictExpression { Entries.Count: 0 } or TupleExpression { Items.Count: 0 } => new(new ListValue([])),
        UnaryExpression { Operator: UnaryOperator.Not } not => TruthOf(Evaluate(not.Operand)) is { } truth ? new(!truth) : default,
        BinaryExpression { Operator: BinaryOperator.And } and => Decide(Evaluate(and.Left), and.Right, isAnd: true),
        BinaryExpression { Operator: BinaryOperator.Or } or => Decide(Evaluate(or.Left), or.Right, isAnd: false),
        ConditionalExpression { Otherwise: { } otherwise } conditional => TruthOf(Evaluate(conditional.Test)) switch
        {
            true => Evaluate(conditional.Then),
            false => Evaluate(otherwise),
            null => default,
        },
        CompareExpression { Rest: [var only] } compare => Compare(compare.First, only),
        TestExpression test => Test(test),
        FilterExpression { Target: not null } filter => Filter(filter),
        _ => ConstantPath.Of(expression) is { } path && IsUndefined(path.Names) ? Undefined : default,
    };

    // What lies below is undefined as well, or an error, and then the condition does not come out at all.
    private bool IsUndefined(string[] path) => path.AsSpan().StartsWith(_undefined);

    private Value Decide(in Value left, Expression right, bool isAnd)
    {
        var other = Evaluate(right);
        if (TruthOf(left) is { } truth)
            return truth == isAnd ? other : left;
        return TruthOf(other) is { } decides && decides != isAnd ? other : default;
    }

    private Value Compare(Expression first, Comparison second)
    {
        var (left, right) = (Evaluate(first), Evaluate(second.Operand));
        if (second.Operator is ComparisonOperator.In or ComparisonOperator.NotIn)
        {
            var isOutside = right.Instance is ListValue || left.IsUndefined && !left.IsMissing && second.Operand is ListExpression or TupleExpression;
            return isOutside ? new(second.Operator == ComparisonOperator.NotIn) : default;
        }
        if (left.IsMissing || right.IsMissing)
            return default;
        if (left.IsUndefined || right.IsUndefined)
        {
            return second.Operator switch
            {
                ComparisonOperator.Equal => new(left.IsUndefined && right.IsUndefined),
                ComparisonOperator.NotEqual => new(left.IsUndefined != right.IsUndefined),
                _ => default,
            };
        }
        return second.Operator switch
        {
            ComparisonOperator.Equal => new(ValueComparer.Instance.Equals(left, right)),
            ComparisonOperator.NotEqual => new(!ValueComparer.Instance.Equals(left, right)),
            ComparisonOperator.Less => new(Ordering.Less(left, right)),
            ComparisonOperator.LessOrEqual => new(Ordering.LessOrEqual(left, right)),
            ComparisonOperator.Greater => new(Ordering.Greater(left, right)),
            _ => new(Ordering.GreaterOrEqual(left, right)),
        };
    }

    private Value Test(TestExpression test)
    {
        var value = Evaluate(test.Target);
        if (value.IsMissing || !_rules.IsBuiltinTest(test.Name))
            return default;
        return test.Name switch
        {
            "defined" => new(!value.IsUndefined),
            "undefined" => new(value.IsUndefined),
            "none" => new(value.IsNone),
            "sameas" when value.IsUndefined && test.Arguments.Positional is [ConstantExpression] => Value.False,
            _ => value.IsUndefined && _rules.IsKindTest(test.Name) ? Value.False : default,
        };
    }

    private Value Filter(FilterExpression filter)
    {
        var value = Evaluate(filter.Target!);
        if (value.IsMissing || !_rules.IsBuiltinFilter(filter.Name))
            return default;
        switch (filter.Name)
        {
            case "default" or "d" when value.IsUndefined:
                return filter.Arguments switch
                {
                    { MorePositional: not null } or { MoreKeywords: not null } => default,
                    { Positional: [var otherwise, ..] } => Evaluate(otherwise),
                    { Keywords: var keywords } when keywords.FirstOrDefault(keyword => keyword.Name == "default_value") is { } otherwise =>
                        Evaluate(otherwise.Value),
                    _ => "",
                };
            case "length" or "count" when !value.IsUndefined && !value.IsTrue() && (value.TextOrNull is not null || value.Instance is ListValue):
            case "int" when !value.IsUndefined && !value.IsTrue() && filter.Arguments == CallArguments.None:
                return 0;
            case "bool" when !value.IsUndefined && !value.IsTrue():
                return Value.False;
            // Nothing is made of nothing.
            case "trim" or "lower" or "upper" when value.TextOrNull is "":
            case "list" or "sort" when value.Instance is ListValue:
                return value;
            default:
                return default;
        }
    }
}
