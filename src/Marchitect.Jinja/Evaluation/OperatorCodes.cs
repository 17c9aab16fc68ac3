namespace Marchitect.Jinja;

/// <summary>An operator of two values.</summary>
internal interface IBinaryOperator
{
    static abstract Value Apply(CallContext context, in Value left, in Value right);
}

/// <summary>A comparison of two values.</summary>
internal interface IComparison
{
    static abstract bool Holds(in Value left, in Value right);
}

/// <summary><c>left operator right</c></summary>
internal sealed class BinaryCode<TOperator>(TemplateText text, Position position, Code left, Code right) : Code(text, position)
    where TOperator : struct, IBinaryOperator
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return TOperator.Apply(frame.Eval, left.Evaluate(frame), right.Evaluate(frame));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary>A single comparison.</summary>
internal sealed class CompareCode<TComparison>(TemplateText text, Position position, Code left, Code right) : Code(text, position)
    where TComparison : struct, IComparison
{
    public override Value Evaluate(Frame frame) => new(IsTrue(frame));

    public override bool IsTrue(Frame frame)
    {
        try
        {
            return TComparison.Holds(left.Evaluate(frame), right.Evaluate(frame));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary>Comparisons in a chain: each holds between neighbours, and the first that does not ends it.</summary>
internal sealed class ChainCode(TemplateText text, Position position, Code first, (ComparisonOperator Operator, Code Operand)[] rest) : Code(text, position)
{
    public override Value Evaluate(Frame frame) => new(IsTrue(frame));

    public override bool IsTrue(Frame frame)
    {
        try
        {
            var left = first.Evaluate(frame);
            foreach (var (comparison, operand) in rest)
            {
                var right = operand.Evaluate(frame);
                if (!Holds(comparison, left, right))
                    return false;
                left = right;
            }
            return true;
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }

    private static bool Holds(ComparisonOperator comparison, in Value left, in Value right) => comparison switch
    {
        ComparisonOperator.Equal => Operators.Equal.Holds(left, right),
        ComparisonOperator.NotEqual => Operators.NotEqual.Holds(left, right),
        ComparisonOperator.Less => Ordering.Less(left, right),
        ComparisonOperator.LessOrEqual => Ordering.LessOrEqual(left, right),
        ComparisonOperator.Greater => Ordering.Greater(left, right),
        ComparisonOperator.GreaterOrEqual => Ordering.GreaterOrEqual(left, right),
        ComparisonOperator.In => Ordering.Contains(right, left),
        _ => !Ordering.Contains(right, left),
    };
}

/// <summary>What the operators do.</summary>
internal static class Operators
{
    internal readonly struct Add : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Add(context, left, right);
    }

    internal readonly struct Subtract : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Subtract(context, left, right);
    }

    internal readonly struct Multiply : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Multiply(context, left, right);
    }

    internal readonly struct Divide : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Divide(context, left, right);
    }

    internal readonly struct FloorDivide : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.FloorDivide(context, left, right);
    }

    internal readonly struct Modulo : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Modulo(context, left, right);
    }

    internal readonly struct Power : IBinaryOperator
    {
        public static Value Apply(CallContext context, in Value left, in Value right) => Arithmetic.Power(context, left, right);
    }

    internal readonly struct Equal : IComparison
    {
        public static bool Holds(in Value left, in Value right) => ValueComparer.Instance.Equals(left, right);
    }

    internal readonly struct NotEqual : IComparison
    {
        public static bool Holds(in Value left, in Value right) => !ValueComparer.Instance.Equals(left, right);
    }

    internal readonly struct Less : IComparison
    {
        public static bool Holds(in Value left, in Value right) => Ordering.Less(left, right);
    }

    internal readonly struct LessOrEqual : IComparison
    {
        public static bool Holds(in Value left, in Value right) => Ordering.LessOrEqual(left, right);
    }

    internal readonly struct Greater : IComparison
    {
        public static bool Holds(in Value left, in Value right) => Ordering.Greater(left, right);
    }

    internal readonly struct GreaterOrEqual : IComparison
    {
        public static bool Holds(in Value left, in Value right) => Ordering.GreaterOrEqual(left, right);
    }

    internal readonly struct In : IComparison
    {
        public static bool Holds(in Value left, in Value right) => Ordering.Contains(right, left);
    }

    internal readonly struct NotIn : IComparison
    {
        public static bool Holds(in Value left, in Value right) => !Ordering.Contains(right, left);
    }
}

/// <summary><c>-operand</c> and <c>+operand</c></summary>
internal sealed class SignCode(TemplateText text, Position position, bool isNegative, Code operand) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            var value = operand.Evaluate(frame);
            return isNegative ? Arithmetic.Negate(frame.Eval, value) : Arithmetic.Plus(frame.Eval, value);
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}
