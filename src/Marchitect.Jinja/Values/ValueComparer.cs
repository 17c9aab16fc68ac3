using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Equality and hashes as Python has them: over the kinds of numbers, and by content for texts, tuples, lists and dictionaries.</summary>
internal sealed class ValueComparer : IEqualityComparer<Value>
{
    public static readonly ValueComparer Instance = new();

    /// <summary>Whether they are the same thing or equal: how Python compares items within containers.</summary>
    public static bool SameOrEqual(in Value left, in Value right) => left.IsSame(right) || Instance.Equals(left, right);

    /// <summary>The key itself, once it is sure that it can be one: an empty dictionary would not ask.</summary>
    /// <exception cref="TemplateRuntimeException">It has no hash.</exception>
    public static ref readonly Value Hashable(in Value key)
    {
        key.Instance?.Hash();
        return ref key;
    }

    public bool Equals(Value x, Value y)
    {
        if (x.Reference is string left && y.Reference is string right)
            return left == right;
        // An undefined operand may forbid the question, whichever side it stands on.
        if (x.Instance is { } instance)
            return y.Instance is UndefinedValue && instance is not UndefinedValue ? y.Instance.EqualTo(x) : instance.EqualTo(y);
        if (y.Instance is { } other)
            return other.EqualTo(x);
        if (x.IsFloat)
            return y.IsFloat ? x.Double == y.Double : EqualNumbers(y, x.Double);
        if (y.IsFloat)
            return EqualNumbers(x, y.Double);
        if (x.TryInt64(out var a) && y.TryInt64(out var b))
            return a == b;
        if (x.Reference is BigInteger big)
            return y.Reference is BigInteger theirs && big == theirs;
        return x.IsNone && y.IsNone || x.IsMissing && y.IsMissing;
    }

    public int GetHashCode(Value obj)
    {
        if (obj.Reference is string text)
            return text.GetHashCode(StringComparison.Ordinal);
        if (obj.TryInt64(out var number))
            return number.GetHashCode();
        if (obj.IsFloat)
        {
            // Equal numbers have equal hashes: 1 and 1.0 are one key.
            var value = obj.Double;
            if (double.IsInteger(value))
                return Math.Abs(value) < 9e18 ? ((long)value).GetHashCode() : new BigInteger(value).GetHashCode();
            return value.GetHashCode();
        }
        return obj.Instance is { } instance ? instance.Hash() : obj.Reference?.GetHashCode() ?? 0;
    }

    private static bool EqualNumbers(in Value integer, double number)
    {
        if (!double.IsInteger(number))
            return false;
        return integer.TryInteger(out var whole) && whole == new BigInteger(number);
    }
}
