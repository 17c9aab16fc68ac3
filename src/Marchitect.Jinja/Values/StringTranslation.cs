using System.Text;

namespace Marchitect.Jinja;

/// <summary>Replacing single characters by a table: <c>maketrans</c> and <c>translate</c>.</summary>
internal static class StringTranslation
{
    public static DictValue Table(in Value from, in Value to, in Value remove)
    {
        var table = new DictValue();
        if (to.IsMissing)
        {
            if (from.Instance is not DictValue given)
                throw Fail.Type("if you give only one argument to maketrans it must be a dict");
            foreach (var (key, value) in given.Entries)
                table[Key(key)] = value;
            return table;
        }
        var (left, right) = (Arguments.Text(from, "maketrans"), Arguments.Text(to, "maketrans"));
        var (keys, values) = (StringIndex.Split(left), StringIndex.Split(right));
        if (keys.Length != values.Length)
            throw Fail.Value("the first two maketrans arguments must have equal length");
        for (var i = 0; i < keys.Length; i++)
            table[new Value((long)CodePoint.At(keys[i], 0))] = new((long)CodePoint.At(values[i], 0));
        if (!remove.IsMissing)
        {
            foreach (var character in StringIndex.Split(Arguments.Text(remove, "maketrans")))
                table[new Value((long)CodePoint.At(character, 0))] = Value.None;
        }
        return table;
    }

    public static string Translate(CallContext context, string text, in Value table)
    {
        var translated = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var c = CodePoint.At(text, i);
            if (table.Instance is not { HasItems: true } and not UndefinedValue && table.Reference is not string)
                throw Fail.Type($"'{table.TypeName}' object is not subscriptable");
            if (!Lookup.TryItem(context, table, new((long)c), out var found))
                CodePoint.Append(translated, c);
            else if (found.TextOrNull is { } with)
                translated.Append(with);
            else if (found.TryInt64(out var number))
                CodePoint.Append(translated, number is >= 0 and < 0x110000 ? (int)number : throw Fail.Value("character mapping must be in range(0x110000)"));
            else if (!found.IsNone)
                throw Fail.Type("character mapping must return integer, None or str");
            context.Budget.Text(translated.Length > context.Budget.Limits.TextLength ? translated.Length : 0);
        }
        context.Budget.Text(translated.Length);
        return translated.ToString();
    }

    private static Value Key(in Value key)
    {
        if (key.TextOrNull is { } text)
        {
            return text.Length > 0 && CodePoint.WidthAt(text, 0) == text.Length
                ? new((long)CodePoint.At(text, 0))
                : throw Fail.Value("string keys in translate table must be of length 1");
        }
        return key.TryInteger(out _) ? key : throw Fail.Type("keys in translate table must be strings or integers");
    }
}
