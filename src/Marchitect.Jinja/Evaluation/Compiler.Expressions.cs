namespace Marchitect.Jinja;

internal sealed partial class Compiler
{
    private Code Compile(Expression expression, CompilationFrame frame)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return new ConstantCode(_text, constant.Position, constant.Value);
            case NameExpression name:
                return CompileName(name.Position, name.Name, frame);
            case TupleExpression tuple:
                return new TupleCode(_text, tuple.Position, CompileAll(tuple.Items, frame));
            case ListExpression list:
                return new ListCode(_text, list.Position, CompileAll(list.Items, frame));
            case DictExpression dict:
                return new DictCode(
                    _text,
                    dict.Position,
                    [.. dict.Entries.Select(entry => Compile(entry.Key, frame))],
                    [.. dict.Entries.Select(entry => Compile(entry.Value, frame))]);
            case CallExpression call:
                return CompileCall(call, frame);
            case ConditionalExpression conditional:
                return CompileConditional(conditional, frame);
            case FilterExpression filter:
                return CompileFilter(filter, frame);
            case TestExpression test:
                return CompileTest(test, frame);
            case ItemExpression item:
                return CompileItem(item, frame);
            case AttributeExpression attribute:
                var owner = Compile(attribute.Target, frame);
                return Fold(new AttributeCode(_text, attribute.Position, owner, attribute.Name), frame, owner);
            case ConcatExpression concat:
                var texts = CompileAll(concat.Items, frame);
                // Constants are joined without regard to escaping, and so is what only rendering can tell: both as in Jinja2.
                var escapes = frame.Escape.IsOn && !frame.Escape.IsVolatile && !Array.TrueForAll(texts, text => text.TryConstant(out _));
                return Fold(new ConcatCode(_text, concat.Position, texts, escapes), frame, texts);
            case CompareExpression compare:
                return CompileCompare(compare, frame);
            case BinaryExpression binary:
                return CompileBinary(binary, frame);
            case UnaryExpression unary:
                var operand = Compile(unary.Operand, frame);
                return Fold(
                    unary.Operator == UnaryOperator.Not
                        ? new NotCode(_text, unary.Position, operand)
                        : new SignCode(_text, unary.Position, unary.Operator == UnaryOperator.Negate, operand),
                    frame,
                    operand);
            case SliceExpression slice:
                return new SlicesKeyCode(_text, slice.Position);
            default:
                throw new InvalidOperationException($"no code for {expression.GetType().Name}");
        }
    }

    private Code[] CompileAll(IReadOnlyList<Expression> expressions, CompilationFrame frame)
    {
        if (expressions.Count == 0)
            return [];
        var codes = new Code[expressions.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Compile(expressions[i], frame);
        return codes;
    }

    private Code CompileName(Position position, string name, CompilationFrame frame)
    {
        var (depth, slot) = frame.Function.Locate(frame.Symbols.Find(name)!);
        return depth == 0 ? new NameCode(_text, position, name, slot) : new OuterNameCode(_text, position, name, depth, slot);
    }

    private Code CompileConditional(ConditionalExpression conditional, CompilationFrame frame)
    {
        var soft = frame.Soft();
        // As Jinja2 visits them: what is printed, the question, the rest.
        var then = Compile(conditional.Then, soft);
        var test = Compile(conditional.Test, soft);
        var otherwise = conditional.Otherwise is null ? null : Compile(conditional.Otherwise, soft);
        var code = new ConditionalCode(_text, conditional.Position, test, then, otherwise);
        return otherwise is null ? code : Fold(code, frame, test, then, otherwise);
    }

    private Code CompileItem(ItemExpression item, CompilationFrame frame)
    {
        var target = Compile(item.Target, frame);
        if (item.Key is SliceExpression slice)
        {
            var start = slice.Start is null ? null : Compile(slice.Start, frame);
            var stop = slice.Stop is null ? null : Compile(slice.Stop, frame);
            var step = slice.Step is null ? null : Compile(slice.Step, frame);
            var code = new SliceCode(_text, item.Position, target, start, stop, step);
            var folded = Fold(code, frame, [target, .. new[] { start, stop, step }.OfType<Code>()]);
            return folded == code && IsUndefinedSlice(code, [target, .. new[] { start, stop, step }.OfType<Code>()]) ? new UndefinedSliceCode(code, _engine.Options.Undefined) : folded;
        }
        var key = Compile(item.Key, frame);
        return Fold(new ItemCode(_text, item.Position, target, key), frame, target, key);
    }

    // A constant of which no part can be had: while it compiles, Jinja2 takes that for undefined, and only rendering for an error.
    private bool IsUndefinedSlice(SliceCode code, Code[] parts)
    {
        if (!Array.TrueForAll(parts, part => part.TryConstant(out _)))
            return false;
        try
        {
            code.Evaluate(_constantFrame!);
            return false;
        }
        catch (TemplateException error)
        {
            return error is TemplateRuntimeException and not TemplateLimitException && !code.HasNoStep(_constantFrame!);
        }
    }

    private CallCode CompileCall(CallExpression call, CompilationFrame frame) =>
        new(_text, call.Position, Compile(call.Callee, frame), CompileArguments(call.Arguments, frame));

    private ArgumentCodes CompileArguments(CallArguments arguments, CompilationFrame frame) => arguments == CallArguments.None
        ? ArgumentCodes.None
        : new(
            CompileAll(arguments.Positional, frame),
            [.. arguments.Keywords.Select(keyword => (keyword.Name, Compile(keyword.Value, frame)))],
            arguments.MorePositional is null ? null : Compile(arguments.MorePositional, frame),
            arguments.MoreKeywords is null ? null : Compile(arguments.MoreKeywords, frame));

    private Code CompileFilter(FilterExpression filter, CompilationFrame frame)
    {
        var found = _engine.Filters.GetValueOrDefault(filter.Name);
        // Within an if, one that does not exist is an error only when it is reached.
        if (found is null && !frame.IsSoft)
            throw Unknown("filter", filter.Name, filter.Position, _engine.Filters.Keys);
        var target = filter.Target is null ? new CapturedCode(_text, filter.Position) : Compile(filter.Target, frame);
        var arguments = CompileArguments(filter.Arguments, frame);
        var code = new FilterCode(_text, filter.Position, target, filter.Name, found, arguments);
        return IsPure(found, frame) && filter.Name != "random" ? Fold(code, frame, target, arguments) : code;
    }

    private Code CompileTest(TestExpression test, CompilationFrame frame)
    {
        var found = _engine.Tests.GetValueOrDefault(test.Name);
        if (found is null && !frame.IsSoft)
            throw Unknown("test", test.Name, test.Position, _engine.Tests.Keys);
        var target = Compile(test.Target, frame);
        var arguments = CompileArguments(test.Arguments, frame);
        var code = new TestCode(_text, test.Position, target, test.Name, found, arguments);
        return IsPure(found, frame) ? Fold(code, frame, target, arguments) : code;
    }

    // A custom function may give something else each time, and a built-in one may ask whether output is escaped.
    private static bool IsPure(ValueObject? function, CompilationFrame frame) => function is BuiltinFunction && !frame.Escape.IsVolatile;

    private TemplateSyntaxException Unknown(string what, string name, Position position, IEnumerable<string> known)
    {
        var error = Error(position, $"there is no {what} '{name}'");
        error.Remedy = Suggestion.For(name, known);
        return error;
    }

    private Code CompileCompare(CompareExpression compare, CompilationFrame frame)
    {
        var first = Compile(compare.First, frame);
        var rest = compare.Rest.Select(comparison => (comparison.Operator, Operand: Compile(comparison.Operand, frame))).ToArray();
        Code code;
        if (rest.Length > 1)
        {
            code = new ChainCode(_text, compare.Position, first, rest);
        }
        else
        {
            var second = rest[0].Operand;
            code = rest[0].Operator switch
            {
                ComparisonOperator.Equal => new CompareCode<Operators.Equal>(_text, compare.Position, first, second),
                ComparisonOperator.NotEqual => new CompareCode<Operators.NotEqual>(_text, compare.Position, first, second),
                ComparisonOperator.Less => new CompareCode<Operators.Less>(_text, compare.Position, first, second),
                ComparisonOperator.LessOrEqual => new CompareCode<Operators.LessOrEqual>(_text, compare.Position, first, second),
                ComparisonOperator.Greater => new CompareCode<Operators.Greater>(_text, compare.Position, first, second),
                ComparisonOperator.GreaterOrEqual => new CompareCode<Operators.GreaterOrEqual>(_text, compare.Position, first, second),
                ComparisonOperator.In => new CompareCode<Operators.In>(_text, compare.Position, first, second),
                _ => new CompareCode<Operators.NotIn>(_text, compare.Position, first, second),
            };
        }
        return Fold(code, frame, [first, .. rest.Select(comparison => comparison.Operand)]);
    }

    private Code CompileBinary(BinaryExpression binary, CompilationFrame frame)
    {
        var left = Compile(binary.Left, frame);
        // A constant that decides leaves the rest out, wrong as it may be.
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or && left.TryConstant(out var known) && known.IsTrue() == (binary.Operator == BinaryOperator.Or))
            return left;
        var right = Compile(binary.Right, frame);
        var position = binary.Position;
        Code code = binary.Operator switch
        {
            BinaryOperator.Add => new BinaryCode<Operators.Add>(_text, position, left, right),
            BinaryOperator.Subtract => new BinaryCode<Operators.Subtract>(_text, position, left, right),
            BinaryOperator.Multiply => new BinaryCode<Operators.Multiply>(_text, position, left, right),
            BinaryOperator.Divide => new BinaryCode<Operators.Divide>(_text, position, left, right),
            BinaryOperator.FloorDivide => new BinaryCode<Operators.FloorDivide>(_text, position, left, right),
            BinaryOperator.Modulo => new BinaryCode<Operators.Modulo>(_text, position, left, right),
            BinaryOperator.Power => CompilePower(position, left, right),
            _ => new LogicCode(_text, position, binary.Operator == BinaryOperator.And, left, right),
        };
        return Fold(code, frame, left, right);
    }

    // Jinja2 writes constants into Python source as they are, and there the sign of a number binds less than its power.
    private Code CompilePower(Position position, Code left, Code right)
    {
        if (right.TryConstant(out _) || !left.TryConstant(out var number) || !IsNegative(number))
            return new BinaryCode<Operators.Power>(_text, position, left, right);
        var positive = new ConstantCode(_text, left.Position, Arithmetic.Negate((_constantFrame ??= NewConstantFrame()).Eval, number));
        return new SignCode(_text, left.Position, true, new BinaryCode<Operators.Power>(_text, position, positive, right));
    }

    private static bool IsNegative(in Value number) => number.IsFloat
        ? double.IsNegative(number.Double)
        : number.Kind == ValueKind.Integer && number.TryInteger(out var whole) && whole.Sign < 0;

    private Code Fold(Code code, CompilationFrame frame, Code target, ArgumentCodes arguments) => Fold(
        code,
        frame,
        [
            target,
            .. arguments.Positional,
            .. arguments.Keywords.Select(keyword => keyword.Value),
            .. new[] { arguments.MorePositional, arguments.MoreKeywords }.OfType<Code>(),
        ]);

    /// <summary>Computes an expression now where all of its parts are known. One that fails now fails again when it is reached.</summary>
    private Code Fold(Code code, CompilationFrame frame, params ReadOnlySpan<Code> parts)
    {
        foreach (var part in parts)
        {
            if (part is CapturedCode || !part.TryConstant(out _))
                return code;
        }
        try
        {
            _constantFrame ??= NewConstantFrame();
            _constantFrame.Eval.SetAutoescape(frame.Escape.IsOn);
            var value = code.Evaluate(_constantFrame);
            if (value.Reference is null or string or Markup or System.Numerics.BigInteger)
                return new ConstantCode(_text, code.Position, value);
            return RebuiltCode.Takes(value) ? new RebuiltCode(_text, code.Position, value) : code;
        }
        catch (Exception error) when (error is TemplateException or InsufficientExecutionStackException)
        {
            return code;
        }
    }

    private Frame? _constantFrame;

    private Frame NewConstantFrame()
    {
        var nothing = new FunctionCode(_text);
        var template = new CompiledTemplate(_text, nothing, []);
        _rendering = new(_engine.Options.Limits);
        return new(nothing, template.NewContext(_engine, _rendering, null), null) { IsCompiling = true };
    }
}
