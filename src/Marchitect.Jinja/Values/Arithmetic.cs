using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>The operators of arithmetic, as Python applies them.</summary>
internal static class Arithmetic
{
    public static Value Add(CallContext context, in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
        {
            var (a, b) = (left.Int64, right.Int64);
            var sum = unchecked(a + b);
            // The sum has overflowed where its sign is neither operand's.
            return ((a ^ sum) & (b ^ sum)) >= 0 ? new(sum) : Value.Integer((BigInteger)a + b);
        }
        if (left.IsFloat && right.IsFloat)
            return new(left.Double + right.Double);
        if (left.Reference is string text && right.Reference is string more)
        {
            context.Budget.Text((long)text.Length + more.Length);
            return new(string.Concat(text, more));
        }
        return AddOthers(context, left, right);
    }

    public static Value Subtract(CallContext context, in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
        {
            var (a, b) = (left.Int64, right.Int64);
            var difference = unchecked(a - b);
            return ((a ^ b) & (a ^ difference)) >= 0 ? new(difference) : Value.Integer((BigInteger)a - b);
        }
        if (left.IsFloat && right.IsFloat)
            return new(left.Double - right.Double);
        return Numbers.Classify(left, right) switch
        {
            NumberPair.Integers => Value.Integer(Numbers.Whole(left) - Numbers.Whole(right)),
            NumberPair.Floats => new(Numbers.Float(left) - Numbers.Float(right)),
            _ => throw Unsupported("-", left, right),
        };
    }

    public static Value Multiply(CallContext context, in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64)
        {
            var high = Math.BigMul(left.Int64, right.Int64, out var low);
            if (high == low >> 63)
                return new(low);
        }
        if (left.IsFloat && right.IsFloat)
            return new(left.Double * right.Double);
        switch (Numbers.Classify(left, right))
        {
            case NumberPair.Integers:
                var (a, b) = (Numbers.Whole(left), Numbers.Whole(right));
                context.Budget.Bits(a.GetBitLength() + b.GetBitLength() - 1);
                return Value.Integer(a * b);
            case NumberPair.Floats:
                return new(Numbers.Float(left) * Numbers.Float(right));
            default:
                return Repeat(context, left, right);
        }
    }

    public static Value Divide(CallContext context, in Value left, in Value right)
    {
        switch (Numbers.Classify(left, right))
        {
            case NumberPair.Integers:
                return new(left.TryInt64(out var a) && right.TryInt64(out var b) && Numbers.IsExactAsFloat(a) && Numbers.IsExactAsFloat(b) && b != 0
                    ? (double)a / b
                    : Numbers.DivideExactly(Numbers.Whole(left), Numbers.Whole(right)));
            case NumberPair.Floats:
                var (x, y) = (Numbers.Float(left), Numbers.Float(right));
                return y == 0 ? throw Fail.Runtime("float division by zero") : new(x / y);
            default:
                throw Unsupported("/", left, right);
        }
    }

    public static Value FloorDivide(CallContext context, in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64 && right.Int64 is not (0 or -1))
        {
            var (quotient, remainder) = Math.DivRem(left.Int64, right.Int64);
            return new(remainder != 0 && remainder < 0 != right.Int64 < 0 ? quotient - 1 : quotient);
        }
        return Numbers.Classify(left, right) switch
        {
            NumberPair.Integers => Value.Integer(Numbers.FloorDivide(Numbers.Whole(left), Numbers.Whole(right))),
            NumberPair.Floats => new(Numbers.FloorDivide(Numbers.Float(left), Numbers.Float(right))),
            _ => throw Unsupported("//", left, right),
        };
    }

    /// <summary>The remainder, or for a text on the left, printf-style formatting.</summary>
    public static Value Modulo(CallContext context, in Value left, in Value right)
    {
        if (left.IsInt64 && right.IsInt64 && right.Int64 is not (0 or -1))
        {
            var remainder = left.Int64 % right.Int64;
            return new(remainder != 0 && remainder < 0 != right.Int64 < 0 ? remainder + right.Int64 : remainder);
        }
        switch (left.Reference)
        {
            case string format:
                // Markup is a kind of text that knows better, so it is asked first; only it formats nothing from the right.
                return new(PrintfFormat.Format(context, format, right));
            case Markup markup:
                return new(new Markup(PrintfFormat.Format(context, markup.Text, right, escape: true)));
        }
        return Numbers.Classify(left, right) switch
        {
            NumberPair.Integers => Value.Integer(Numbers.Modulo(Numbers.Whole(left), Numbers.Whole(right))),
            NumberPair.Floats => new(Numbers.Modulo(Numbers.Float(left), Numbers.Float(right))),
            _ => throw Unsupported("%", left, right),
        };
    }

    public static Value Power(CallContext context, in Value left, in Value right)
    {
        switch (Numbers.Classify(left, right))
        {
            case NumberPair.Integers:
                var (number, exponent) = (Numbers.Whole(left), Numbers.Whole(right));
                return exponent.Sign >= 0
                    ? Value.Integer(Numbers.Power(context.Budget, number, exponent))
                    : new(Numbers.Power(Numbers.ToDouble(number), Numbers.ToDouble(exponent)));
            case NumberPair.Floats:
                return new(Numbers.Power(Numbers.Float(left), Numbers.Float(right)));
            default:
                throw Unsupported("** or pow()", left, right);
        }
    }

    public static Value Negate(CallContext context, in Value operand)
    {
        if (operand.IsFloat)
            return new(-operand.Double);
        if (operand.TryInt64(out var number) && number != long.MinValue)
            return new(-number);
        return operand.TryInteger(out var whole) ? Value.Integer(-whole) : throw Unsupported("-", operand);
    }

    public static Value Plus(CallContext context, in Value operand)
    {
        if (operand.IsFloat || operand.IsInt64)
            return operand;
        return operand.TryInteger(out var whole) ? Value.Integer(whole) : throw Unsupported("+", operand);
    }

    private static Value AddOthers(CallContext context, in Value left, in Value right)
    {
        switch (Numbers.Classify(left, right))
        {
            case NumberPair.Integers:
                return Value.Integer(Numbers.Whole(left) + Numbers.Whole(right));
            case NumberPair.Floats:
                return new(Numbers.Float(left) + Numbers.Float(right));
        }
        if (left.TextOrNull is { } text && right.TextOrNull is { } more)
        {
            // One of them is markup: the other is escaped, whichever side it stands on.
            text = left.Reference is Markup ? text : HtmlEscape.Escape(text);
            more = right.Reference is Markup ? more : HtmlEscape.Escape(more);
            context.Budget.Text((long)text.Length + more.Length);
            return new(new Markup(text + more));
        }
        switch (left.Instance, right.Instance)
        {
            case (ListValue a, ListValue b):
                context.Budget.Iterate((long)a.Items.Count + b.Items.Count);
                var items = new List<Value>(a.Items.Count + b.Items.Count);
                items.AddRange(a.Items);
                items.AddRange(b.Items);
                return new(new ListValue(items));
            case (TupleValue a, TupleValue b):
                context.Budget.Iterate((long)a.Items.Length + b.Items.Length);
                return new(new TupleValue([.. a.Items, .. b.Items]));
            case (BytesValue a, BytesValue b):
                context.Budget.Text((long)a.Bytes.Length + b.Bytes.Length);
                return new(new BytesValue([.. a.Bytes, .. b.Bytes]));
        }
        if (left.IsUndefined || right.IsUndefined)
            throw Unsupported("+", left, right);
        throw left.TextOrNull is not null
            ? Fail.Type($"can only concatenate str (not \"{right.TypeName}\") to str; {ValueText.BriefOf(right)} can be made one by the filter 'string' or the operator '~'")
            : Unsupported("+", left, right);
    }

    private static Value Repeat(CallContext context, in Value left, in Value right)
    {
        if (left.IsUndefined || right.IsUndefined)
            throw Unsupported("*", left, right);
        if (IsSequence(left))
            return Repeat(context, left, Times(right, left, right));
        if (IsSequence(right))
            return Repeat(context, right, Times(left, left, right));
        throw Unsupported("*", left, right);
    }

    private static bool IsSequence(in Value value) => value.Reference is string or Markup or ListValue or TupleValue or BytesValue;

    private static long Times(in Value times, in Value left, in Value right)
    {
        if (times.TryInt64(out var count))
            return Math.Max(0, count);
        throw times.Reference is BigInteger
            ? Fail.Runtime("cannot fit 'int' into an index-sized integer")
            : IsSequence(times) ? Fail.Type($"can't multiply sequence by non-int of type '{right.TypeName}'") : Unsupported("*", left, right);
    }

    private static Value Repeat(CallContext context, in Value sequence, long times)
    {
        switch (sequence.Reference)
        {
            case string text:
                return new(Repeat(context, text, times));
            case Markup markup:
                return new(new Markup(Repeat(context, markup.Text, times)));
            case ListValue list:
                return new(new ListValue([.. Repeat<Value>(context, list.Items.ToArray(), times)]));
            case TupleValue tuple:
                return new(new TupleValue(Repeat<Value>(context, tuple.Items, times)));
            default:
                var bytes = ((BytesValue)sequence.Instance!).Bytes;
                return new(new BytesValue(Repeat<byte>(context, bytes, times)));
        }
    }

    private static string Repeat(CallContext context, string text, long times)
    {
        if (text.Length == 0 || times == 0)
            return "";
        context.Budget.Text(Product(text.Length, times));
        return text.Length == 1
            ? new string(text[0], (int)times)
            : string.Create(text.Length * (int)times, text, static (span, part) =>
            {
                for (var at = 0; at < span.Length; at += part.Length)
                    part.CopyTo(span[at..]);
            });
    }

    private static T[] Repeat<T>(CallContext context, ReadOnlySpan<T> items, long times)
    {
        if (items.IsEmpty || times == 0)
            return [];
        var count = Product(items.Length, times);
        context.Budget.Iterate(count);
        var repeated = new T[count];
        for (var at = 0; at < count; at += items.Length)
            items.CopyTo(repeated.AsSpan(at));
        return repeated;
    }

    // A product beyond long is beyond any limit as well.
    private static long Product(int length, long times) => times > long.MaxValue / length ? long.MaxValue : length * times;

    private static TemplateException Unsupported(string sign, in Value left, in Value right) =>
        Undefined(left) ?? Undefined(right) ?? (TemplateException)Fail.Type($"unsupported operand types for {sign}: '{left.TypeName}' and '{right.TypeName}' ({ValueText.BriefOf(left)} and {ValueText.BriefOf(right)})");

    private static TemplateException Unsupported(string sign, in Value operand) =>
        Undefined(operand) ?? (TemplateException)Fail.Type($"bad operand type for unary {sign}: '{operand.TypeName}' ({ValueText.BriefOf(operand)})");

    private static UndefinedException? Undefined(in Value value) => value.IsUndefined ? UndefinedValue.ErrorOf(value) : null;
}
