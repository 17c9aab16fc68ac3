namespace Marchitect.Jinja;

internal sealed partial class VariableSearch
{
    private void Visit(Expression expression, ValueUse use, CompilationFrame frame)
    {
        if (ConstantPath.Of(expression) is { } path)
        {
            Read(path, use, frame);
            return;
        }
        switch (expression)
        {
            case TupleExpression tuple:
                VisitEach(tuple.Items, ValueUse.Kept, frame);
                break;
            case ListExpression list:
                VisitEach(list.Items, ValueUse.Kept, frame);
                break;
            case DictExpression dict:
                foreach (var (key, value) in dict.Entries)
                {
                    Visit(key, ValueUse.Consumed, frame);
                    Visit(value, ValueUse.Kept, frame);
                }
                break;
            case ConditionalExpression conditional:
                Visit(conditional.Test, ValueUse.Tested, frame);
                VisitWhere(conditional.Test, true, conditional.Then, use, frame);
                if (conditional.Otherwise is not null)
                    VisitWhere(conditional.Test, false, conditional.Otherwise, use, frame);
                break;
            case FilterExpression filter:
                if (filter is { Name: "join", Target: ListExpression { Items: var joined } } && _rules.IsBuiltinFilter("join"))
                    VisitEach(joined, ValueUse.Printed, frame);
                else if (filter.Target is not null)
                    Visit(filter.Target, _rules.UseByFilter(filter.Name, use), frame);
                VisitArguments(filter.Arguments, ValueUse.Kept, frame);
                break;
            case TestExpression test:
                Visit(test.Target, _rules.UseByTest(test.Name), frame);
                VisitArguments(test.Arguments, ValueUse.Kept, frame);
                break;
            case CallExpression call:
                VisitCall(call, frame);
                break;
            case ItemExpression item:
                Visit(item.Target, ValueUse.ReachedInto, frame);
                // A list says that it has no such item, and raises no error of its own.
                Visit(item.Key, ValueUse.Kept, frame);
                break;
            case AttributeExpression attribute:
                Visit(attribute.Target, ValueUse.ReachedInto, frame);
                break;
            case SliceExpression slice:
                foreach (var bound in new[] { slice.Start, slice.Stop, slice.Step }.OfType<Expression>())
                    Visit(bound, ValueUse.Kept, frame);
                break;
            case ConcatExpression concat:
                VisitEach(concat.Items, ValueUse.Printed, frame);
                break;
            case CompareExpression compare:
                VisitCompare(compare, frame);
                break;
            case BinaryExpression binary:
                VisitBinary(binary, use, frame);
                break;
            case UnaryExpression unary:
                Visit(unary.Operand, unary.Operator == UnaryOperator.Not ? ValueUse.Tested : ValueUse.Computed, frame);
                break;
        }
    }

    private void VisitEach(IReadOnlyList<Expression> expressions, ValueUse use, CompilationFrame frame)
    {
        foreach (var expression in expressions)
            Visit(expression, use, frame);
    }

    private void VisitWhere(Expression condition, bool outcome, Expression expression, ValueUse use, CompilationFrame frame)
    {
        var guards = _guards;
        _guards = GuardsWhere(condition, outcome, frame);
        Visit(expression, use, frame);
        _guards = guards;
    }

    private void VisitCall(CallExpression call, CompilationFrame frame)
    {
        var isRange = false;
        switch (call.Callee)
        {
            case var callee when ConstantPath.Of(callee) is { } path && (path.Names.Length == 1 || IsOwnBlocks(path, frame)):
                isRange = path.Names is ["range"] && IsGlobal("range") && IsFromOutside(path.Root, frame);
                Read(path, ValueUse.Computed, frame);
                break;
            // The last name is a method as often as not, which nobody gives.
            case AttributeExpression method:
                Visit(method.Target, ValueUse.ReachedInto, frame);
                break;
            case ItemExpression method:
                Visit(method.Target, ValueUse.ReachedInto, frame);
                Visit(method.Key, ValueUse.Kept, frame);
                break;
            default:
                Visit(call.Callee, ValueUse.Computed, frame);
                break;
        }
        VisitArguments(call.Arguments, isRange ? ValueUse.Computed : ValueUse.Kept, frame);
    }

    // What a macro, function, filter or test makes of what it is given cannot be known, but for what is spread out.
    private void VisitArguments(CallArguments arguments, ValueUse use, CompilationFrame frame)
    {
        VisitEach(arguments.Positional, use, frame);
        foreach (var keyword in arguments.Keywords)
            Visit(keyword.Value, ValueUse.Kept, frame);
        if (arguments.MorePositional is not null)
            Visit(arguments.MorePositional, ValueUse.Consumed, frame);
        if (arguments.MoreKeywords is not null)
            Visit(arguments.MoreKeywords, ValueUse.Consumed, frame);
    }

    private void VisitCompare(CompareExpression compare, CompilationFrame frame)
    {
        Visit(compare.First, UseByLeftOf(compare.Rest[0]), frame);
        for (var i = 0; i < compare.Rest.Count; i++)
        {
            var use = compare.Rest[i].Operator >= ComparisonOperator.In ? ValueUse.Consumed : UseByLeftOf(compare.Rest[i]);
            var next = i + 1 < compare.Rest.Count ? UseByLeftOf(compare.Rest[i + 1]) : ValueUse.Kept;
            Visit(compare.Rest[i].Operand, use > next ? use : next, frame);
        }
    }

    private static ValueUse UseByLeftOf(Comparison comparison) => comparison.Operator switch
    {
        ComparisonOperator.Equal or ComparisonOperator.NotEqual => ValueUse.Consumed,
        // Nothing is compared where there is nothing in it.
        ComparisonOperator.In or ComparisonOperator.NotIn => comparison.Operand switch
        {
            ListExpression { Items: [ConstantExpression, ..] } or TupleExpression { Items: [ConstantExpression, ..] } => ValueUse.Consumed,
            _ => ValueUse.Kept,
        },
        _ => ValueUse.Computed,
    };

    private void VisitBinary(BinaryExpression binary, ValueUse use, CompilationFrame frame)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And:
                // Where it is false, it is the result.
                Visit(binary.Left, use > ValueUse.Tested ? use : ValueUse.Tested, frame);
                VisitWhere(binary.Left, true, binary.Right, use, frame);
                break;
            case BinaryOperator.Or:
                Visit(binary.Left, ValueUse.Tested, frame);
                VisitWhere(binary.Left, false, binary.Right, use, frame);
                break;
            default:
                Visit(binary.Left, ValueUse.Computed, frame);
                // '%r' takes what is undefined.
                Visit(binary.Right, binary.Operator == BinaryOperator.Modulo ? ValueUse.Kept : ValueUse.Computed, frame);
                break;
        }
    }

    private bool IsGlobal(string name) => !_engine.Globals.Find(name).IsMissing;

    // Whether it begins with the variable self or super that a template has of itself.
    private bool IsOwnBlocks(ConstantPath path, CompilationFrame frame) => path.Root.Name switch
    {
        "self" => frame.Symbols.Find("self") is { Load: LoadKind.Parameter },
        "super" => _block is { HasSuper: true } && frame.Symbols.Find("super") is { Load: LoadKind.Parameter },
        _ => false,
    };

    private void Read(ConstantPath path, ValueUse use, CompilationFrame frame)
    {
        if (IsOwnBlocks(path, frame))
        {
            if (path.Root.Name == "super")
                VisitBlock(_block!.Value.Name, _block.Value.Below + path.Names.TakeWhile(name => name == "super").Count(), null);
            else if (path.Names.Length > 1)
                VisitBlock(path.Names[1], 0, null);
            return;
        }
        var certainty = CertaintyOf(frame.Symbols.Find(path.Root.Name)!, isMissingSet: true);
        if (certainty == Certainty.Yes || IsGlobal(path.Root.Name))
            return;
        var names = path.Names;
        var isTested = certainty == Certainty.Perhaps || !_rules.Forbids(use) || Guards.Cover(_guards, names);
        // The last name may be undefined, but not what it is looked for in.
        var mustLeadThere = isTested && names.Length > 1 && certainty == Certainty.No && !_rules.ReachesThrough;
        if (mustLeadThere && !Guards.Cover(_guards, names.AsSpan(0, names.Length - 1)))
            Add(path.Root.Position, names[..^1], false);
        Add(path.Root.Position, names, isTested);
    }

    private void Add(Position position, string[] path, bool isTested)
    {
        var key = (_template, position.Offset, string.Join('\0', path));
        if (!_found.TryGetValue(key, out var found))
            _found.Add(key, found = new(_template, position, path));
        if (isTested || _isUncertain || found.IsNeeded)
            return;
        if (_macros.Count == 0)
            found.IsNeeded = true;
        else
            found.NeededWhenCalled.Add(([.. _macros], _setInContext));
    }
}
