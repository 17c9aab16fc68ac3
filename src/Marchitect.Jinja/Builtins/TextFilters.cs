using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Filters for texts: <c>upper</c>, <c>replace</c>, <c>truncate</c>, <c>wordwrap</c>, <c>format</c> and others.</summary>
internal static class TextFilters
{
    /// <summary>How much longer than asked a text may be before <c>truncate</c> cuts it.</summary>
    private const int Leeway = 5;

    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("upper", 1, "s", static (context, arguments) => FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "upper"));
        filters.Add("lower", 1, "s", static (context, arguments) => FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "lower"));
        filters.Add("capitalize", 1, "s", static (context, arguments) => FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "capitalize"));
        filters.Add("title", 1, "s", Title);
        filters.Add("center", 1, "value width", static (context, arguments) =>
            FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "center", arguments[1].IsMissing ? 80 : arguments[1]));
        filters.Add("trim", 1, "value chars", static (context, arguments) => FilterArguments.IsLeftOut(arguments[1])
            ? FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "strip")
            : FilterArguments.CallMethod(context, FilterArguments.Soft(arguments[0]), "strip", arguments[1]));
        filters.Add("replace", 3, "s old new count", Replace);
        filters.Add("format", Format);
        filters.Add("indent", 1, "s width first blank", Indent);
        filters.Add("truncate", 1, "s length killwords end leeway", Truncate);
        filters.Add("wordwrap", 1, "s width break_long_words wrapstring break_on_hyphens", WordWrap);
        filters.Add("wordcount", 1, "s", static (_, arguments) => WordCount(FilterArguments.Text(arguments[0])));
    }

    /// <summary>Where a text is cut at line ends, as Python's <c>splitlines</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It is no text.</exception>
    private static List<Value> Lines(CallContext context, in Value text)
    {
        FilterArguments.Defined(text);
        return text.TextOrNull is null
            ? throw Fail.Runtime($"'{text.TypeName}' object has no attribute 'splitlines'")
            : ((ListValue)FilterArguments.CallMethod(context, text, "splitlines").Instance!).Items;
    }

    // Words begin after blanks, hyphens and opening brackets; an apostrophe is within one.
    private static Value Title(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var text = FilterArguments.Text(arguments[0]);
        var output = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            var separates = Separates(text[start]);
            while (end < text.Length && Separates(text[end]) == separates)
                end++;
            var head = char.IsHighSurrogate(text[start]) && end - start > 1 ? 2 : 1;
            if (separates)
            {
                output.Append(text, start, end - start);
            }
            else
            {
                output.Append(FilterArguments.CallMethod(context, text.Substring(start, head), "upper").TextOrNull);
                output.Append(FilterArguments.CallMethod(context, text[(start + head)..end], "lower").TextOrNull);
            }
            start = end;
        }
        return output.ToString();

        static bool Separates(char c) => c is '-' or '(' or '{' or '[' or '<' || CodePoint.IsSpace(c);
    }

    private static Value Replace(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (value, old, by) = (arguments[0], arguments[1], arguments[2]);
        var count = arguments[3].IsMissing || arguments[3].IsNone ? -1 : arguments[3];
        if (!context.Autoescape)
            return FilterArguments.CallMethod(context, FilterArguments.Text(value), "replace", FilterArguments.Text(old), FilterArguments.Text(by), count);
        var escapes = old.Instance is Markup || by.Instance is Markup && value.Instance is not Markup;
        return FilterArguments.CallMethod(
            context, escapes ? HtmlEscape.Of(value) : FilterArguments.Soft(value), "replace", FilterArguments.Soft(old), FilterArguments.Soft(by), count);
    }

    private static Value Format(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length == 0)
            return Arithmetic.Modulo(context, FilterArguments.Soft(positional[0]), new(new TupleValue(positional[1..].ToArray())));
        var values = new DictValue(keywords.Length);
        foreach (var (name, value) in keywords)
        {
            if (name == "value")
                throw Fail.Type("format() got multiple values for argument 'value'");
            values[name] = value;
        }
        if (positional.Length > 1)
            throw Fail.Runtime("can't handle positional and keyword arguments at the same time");
        return Arithmetic.Modulo(context, FilterArguments.Soft(positional[0]), new(values));
    }

    private static Value Indent(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (text, width) = (arguments[0], arguments[1].IsMissing ? 4 : arguments[1]);
        FilterArguments.Defined(width);
        var indention = width.TextOrNull is null
            ? new(new string(' ', Spaces(context, FilterArguments.Index(width))))
            : width;
        FilterArguments.Defined(text);
        if (text.TextOrNull is null)
            throw Fail.Type($"only a text can be indented, not {text.TypeName}");
        Value newline = "\n";
        if (text.Instance is Markup)
        {
            indention = Value.Safe(FilterArguments.Text(indention));
            newline = Value.Safe("\n");
        }
        // Without the newline at the end, splitlines would lose an empty last line.
        var lines = Lines(context, Arithmetic.Add(context, text, newline));
        Value result;
        if (FilterArguments.IsYes(arguments[3]))
        {
            result = FilterArguments.CallMethod(context, Arithmetic.Add(context, newline, indention), "join", new Value(new ListValue(lines)));
        }
        else
        {
            result = lines[0];
            if (lines.Count > 1)
            {
                for (var i = 1; i < lines.Count; i++)
                {
                    if (lines[i].IsTrue())
                        lines[i] = Arithmetic.Add(context, indention, lines[i]);
                }
                lines.RemoveAt(0);
                var rest = FilterArguments.CallMethod(context, newline, "join", new Value(new ListValue(lines)));
                result = Arithmetic.Add(context, Arithmetic.Add(context, result, newline), rest);
            }
        }
        return FilterArguments.IsYes(arguments[2]) ? Arithmetic.Add(context, indention, result) : result;
    }

    private static int Spaces(CallContext context, long width)
    {
        context.Budget.Text(Math.Max(0, width));
        return (int)Math.Max(0, width);
    }

    private static Value Truncate(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var text = arguments[0];
        var length = arguments[1].IsMissing ? 255 : arguments[1];
        var end = arguments[3].IsMissing ? "..." : arguments[3];
        var leeway = FilterArguments.IsLeftOut(arguments[4]) ? Leeway : arguments[4];
        var endLength = Iteration.Length(end);
        if (!Ordering.GreaterOrEqual(length, endLength))
            throw Fail.Runtime($"expected length >= {endLength}, got {FilterArguments.Text(length)}");
        if (!Ordering.GreaterOrEqual(leeway, 0))
            throw Fail.Runtime($"expected leeway >= 0, got {FilterArguments.Text(leeway)}");
        if (Ordering.LessOrEqual(Iteration.Length(text), Arithmetic.Add(context, length, leeway)))
            return text;
        var kept = Slicing.Of(context, text, default, Arithmetic.Subtract(context, length, endLength), default);
        if (!FilterArguments.IsYes(arguments[2]))
            kept = ((ListValue)FilterArguments.CallMethod(context, kept, "rsplit", " ", 1).Instance!).Items[0];
        return Arithmetic.Add(context, kept, end);
    }

    private static Value WordWrap(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var newline = FilterArguments.IsLeftOut(arguments[3]) ? context.Options.NewlineSequence : arguments[3];
        FilterArguments.Defined(newline);
        if (newline.TextOrNull is null)
            throw Fail.Runtime($"'{newline.TypeName}' object has no attribute 'join'");
        var breakLongWords = arguments[2].IsMissing || arguments[2].IsTrue();
        var breakOnHyphens = arguments[4].IsMissing || arguments[4].IsTrue();
        var paragraphs = new List<Value>();
        foreach (var paragraph in Lines(context, arguments[0]))
        {
            FilterArguments.Defined(arguments[1]);
            var width = (int)Math.Clamp(FilterArguments.Index(arguments[1], 79), 0, int.MaxValue);
            if (width == 0)
                throw Fail.Value($"invalid width {ValueText.Of(arguments[1])} (must be > 0)");
            var lines = new List<Value>();
            foreach (var line in TextWrap.Wrap(FilterArguments.Text(paragraph), width, breakLongWords, breakOnHyphens))
                lines.Add(line);
            paragraphs.Add(FilterArguments.CallMethod(context, newline, "join", new Value(new ListValue(lines))));
        }
        return FilterArguments.CallMethod(context, newline, "join", new Value(new ListValue(paragraphs)));
    }

    private static long WordCount(string text)
    {
        var count = 0L;
        var within = false;
        for (var i = 0; i < text.Length; i++)
        {
            var isWord = Characters.IsWord(text, i);
            if (isWord && !within)
                count++;
            within = isWord;
            if (char.IsSurrogatePair(text, i))
                i++;
        }
        return count;
    }
}
