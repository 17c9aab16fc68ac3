using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Values from JSON, as Python's <c>json.loads</c> reads it: <c>NaN</c> and <c>Infinity</c> too, and integers of any size.</summary>
internal sealed class JsonReader
{
    private readonly CallContext _context;
    private readonly string _text;
    private int _at;

    private JsonReader(CallContext context, string text) => (_context, _text) = (context, text);

    /// <summary>Reads a text that is one value.</summary>
    /// <exception cref="TemplateRuntimeException">It is no JSON.</exception>
    public static Value Read(CallContext context, string text)
    {
        var reader = new JsonReader(context, text);
        var value = reader.Item();
        return reader._at == text.Length ? value : throw reader.Unexpected("the end");
    }

    private TemplateRuntimeException Unexpected(string wanted)
    {
        var found = _at < _text.Length ? $"'{_text[_at]}'" : "the end";
        return Fail.Value(string.Create(CultureInfo.InvariantCulture, $"this is no JSON: {wanted} was expected at character {_at + 1}, not {found}"));
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool Skip(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            return false;
        _at += word.Length;
        return true;
    }

    // A value with the blanks around it.
    private Value Item()
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Budget.Iterate();
        SkipBlanks();
        var value = Plain();
        SkipBlanks();
        return value;
    }

    private Value Plain()
    {
        if (_at == _text.Length)
            throw Unexpected("a value");
        switch (_text[_at])
        {
            case '"':
                return Text();
            case '[':
                return List();
            case '{':
                return Dict();
            case '-' or (>= '0' and <= '9') when !_text.AsSpan(_at).StartsWith("-I", StringComparison.Ordinal):
                return Number();
        }
        if (Skip("true"))
            return true;
        if (Skip("false"))
            return false;
        if (Skip("null"))
            return Value.None;
        if (Skip("NaN"))
            return double.NaN;
        if (Skip("Infinity"))
            return double.PositiveInfinity;
        return Skip("-Infinity") ? double.NegativeInfinity : throw Unexpected("a value");
    }

    private Value List()
    {
        var items = new List<Value>();
        _at++;
        SkipBlanks();
        while (!Skip("]"))
        {
            if (items.Count > 0 && !Skip(","))
                throw Unexpected("',' or ']'");
            items.Add(Item());
        }
        return new(new ListValue(items));
    }

    private Value Dict()
    {
        var dict = new DictValue();
        _at++;
        SkipBlanks();
        for (var first = true; !Skip("}"); first = false)
        {
            if (!first && !Skip(","))
                throw Unexpected("',' or '}'");
            SkipBlanks();
            if (_at == _text.Length || _text[_at] != '"')
                throw Unexpected("a key in double quotes");
            var key = Text();
            SkipBlanks();
            if (!Skip(":"))
                throw Unexpected("':'");
            dict[key] = Item();
        }
        return new(dict);
    }

    private Value Number()
    {
        var start = _at;
        Skip("-");
        var first = _at;
        SkipDigits();
        if (_at == first)
            throw Unexpected("a digit");
        // A number has no leading zeros: what comes after the zero is not part of it.
        if (_text[first] == '0')
            _at = first + 1;
        var isFloat = false;
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            isFloat = true;
            _at++;
            SkipDigits();
        }
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var digits = _at + (_at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 2 : 1);
            if (digits < _text.Length && char.IsAsciiDigit(_text[digits]))
            {
                isFloat = true;
                _at = digits;
                SkipDigits();
            }
        }
        var number = _text[start.._at];
        if (isFloat)
            return double.Parse(number, CultureInfo.InvariantCulture);
        return Value.Integer(Numbers.ParseInteger(number, 10));
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private string Text()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            switch (_text[_at])
            {
                case '"':
                    _at++;
                    return text.ToString();
                case '\\':
                    text.Append(Escaped());
                    break;
                case < ' ':
                    throw Unexpected("no control character");
                default:
                    text.Append(_text[_at]);
                    break;
            }
        }
        throw Unexpected("'\"'");
    }

    private char Escaped()
    {
        if (++_at == _text.Length)
            throw Unexpected("an escaped character");
        switch (_text[_at])
        {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case '"' or '\\' or '/':
                return _text[_at];
            case 'u' when _at + 4 < _text.Length && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                throw Unexpected("an escaped character");
        }
    }
}
