using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Arguments of built-ins as the types they must have; what was not given takes its default.</summary>
internal static class Arguments
{
    /// <summary>A text.</summary>
    /// <exception cref="TemplateRuntimeException">It is none.</exception>
    public static string Text(in Value value, string method) =>
        value.TextOrNull ?? throw Fail.Type($"{method}() argument must be str, not {value.TypeName} ({ValueText.BriefOf(value)})");

    public static string Text(in Value value, string method, string otherwise) => value.IsMissing ? otherwise : Text(value, method);

    /// <summary>A text, or null where none was given or it is <c>none</c>.</summary>
    public static string? TextOrNone(in Value value, string method) => value.IsMissing || value.IsNone ? null : Text(value, method);

    /// <summary>An integer that fits an index.</summary>
    /// <exception cref="TemplateRuntimeException">It is none, or too large.</exception>
    public static long Integer(in Value value)
    {
        if (value.TryInt64(out var number))
            return number;
        throw value.Reference is BigInteger
            ? Fail.Runtime("an integer is too large to be an index or a size")
            : Fail.Type($"'{value.TypeName}' object cannot be interpreted as an integer ({ValueText.BriefOf(value)})");
    }

    public static long Integer(in Value value, long otherwise) => value.IsMissing ? otherwise : Integer(value);

    /// <summary>A bound of a slice: <c>none</c> is the default, and an integer too large is as far as one can go.</summary>
    public static long Bound(in Value value, long otherwise)
    {
        if (value.IsMissing || value.IsNone)
            return otherwise;
        if (value.TryInt64(out var number))
            return number;
        return value.Reference is BigInteger big
            ? big.Sign < 0 ? long.MinValue : long.MaxValue
            : throw Fail.Type($"slice indices must be integers or none, not '{value.TypeName}' ({ValueText.BriefOf(value)})");
    }

    /// <summary>Start and end as Python adjusts them to a length; the start may then lie behind the end.</summary>
    public static (long Start, long End) Window(in Value start, in Value end, long length)
    {
        var (from, to) = (Bound(start, 0), Bound(end, long.MaxValue));
        if (from < 0)
            from = Math.Max(0, from + length);
        to = to < 0 ? Math.Max(0, to + length) : Math.Min(to, length);
        return (from, to);
    }

    /// <summary>What Python takes for a flag where it wants an integer.</summary>
    public static bool Truth(in Value value) => Integer(value) != 0;
}
