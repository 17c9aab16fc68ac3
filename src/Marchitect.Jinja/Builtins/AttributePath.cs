using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>The way from an item to one of its attributes: <c>address.city</c>, <c>tags.0</c>, an index, or nothing, the item itself.</summary>
internal sealed class AttributePath
{
    private readonly Value[] _parts;
    private readonly Value _default;
    private readonly bool _ignoreCase;

    private AttributePath(Value[] parts, in Value otherwise, bool ignoreCase)
    {
        _parts = parts;
        _default = otherwise;
        _ignoreCase = ignoreCase;
    }

    /// <summary>Reads a path.</summary>
    /// <param name="attribute">A text with dots, or any other key; missing or none is the item itself.</param>
    /// <param name="ignoreCase">Whether texts are found in lower case.</param>
    /// <param name="otherwise">What stands in for undefined parts, or nothing.</param>
    public static AttributePath Of(in Value attribute, bool ignoreCase = false, in Value otherwise = default) =>
        new(Parts(attribute), otherwise.IsNone ? default : otherwise, ignoreCase);

    /// <summary>Reads several paths, with commas between them.</summary>
    public static AttributePath[] Several(in Value attribute, bool ignoreCase)
    {
        if (attribute.TextOrNull is not { } text)
            return [Of(attribute, ignoreCase)];
        var paths = text.Split(',');
        return Array.ConvertAll(paths, path => new AttributePath(Parts(path), default, ignoreCase));
    }

    /// <summary>What stands at its end.</summary>
    public Value Find(CallContext context, in Value item)
    {
        var found = item;
        foreach (var part in _parts)
        {
            found = Lookup.Item(context, found, part);
            if (!_default.IsMissing && found.IsUndefined)
                found = _default;
        }
        return _ignoreCase ? LowerCase(context, found) : found;
    }

    /// <summary>A text in lower case, anything else as it is.</summary>
    public static Value LowerCase(CallContext context, in Value value)
    {
        if (value.TextOrNull is not { } text)
            return value;
        return System.Text.Ascii.IsValid(text) ? text.ToLowerInvariant() : FilterArguments.CallMethod(context, text, "lower");
    }

    private static Value[] Parts(in Value attribute)
    {
        if (FilterArguments.IsLeftOut(attribute))
            return [];
        return attribute.TextOrNull is { } text ? Array.ConvertAll(text.Split('.'), Part) : [attribute];
    }

    private static Value Part(string part) => part.Length > 0 && part.All(char.IsDigit)
        ? Value.Integer(BigInteger.Parse(string.Concat(part.Select(CharUnicodeInfo.GetDecimalDigitValue)), CultureInfo.InvariantCulture))
        : part;
}
