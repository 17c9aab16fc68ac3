namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>str</c>.</summary>
internal static class StringMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["capitalize"] = Of("capitalize", static text => new(CaseMapping.Capitalize(text))),
        ["casefold"] = Of("casefold", static text => new(CaseMapping.Fold(text))),
        ["center"] = new(new("center", 2, "self", "<width>", "<fillchar>"), static (context, a) => new(StringLayout.Center(context, Self(a), Arguments.Integer(a[1]), a[2]))),
        ["count"] = new(new("count", 2, "self", "<sub>", "<start>", "<end>"), static (_, a) => new(StringSearch.Count(Self(a), a[1], a[2], a[3]))),
        ["encode"] = new(new("encode", 1, "self", "encoding", "errors"), static (_, a) =>
            new(new BytesValue(TextEncoding.Encode(Self(a), Arguments.Text(a[1], "encode", "utf-8"), Arguments.Text(a[2], "encode", "strict"))))),
        ["endswith"] = new(new("endswith", 2, "self", "<suffix>", "<start>", "<end>"), static (_, a) => new(StringSearch.EndsWith(Self(a), a[1], a[2], a[3]))),
        ["expandtabs"] = new(new("expandtabs", 1, "self", "tabsize"), static (context, a) => new(StringLayout.ExpandTabs(context, Self(a), Arguments.Integer(a[1], 8)))),
        ["find"] = new(new("find", 2, "self", "<sub>", "<start>", "<end>"), static (_, a) => new(StringSearch.Find(Self(a), a[1], a[2], a[3], fromEnd: false))),
        ["format"] = new("format", static (context, positional, keywords) =>
            new(StrFormat.Format(context, Self(positional), positional[1..], keywords))),
        ["format_map"] = new(new("format_map", 2, "self", "<mapping>"), static (context, a) => new(StrFormat.FormatMap(context, Self(a), a[1]))),
        ["index"] = new(new("index", 2, "self", "<sub>", "<start>", "<end>"), static (_, a) => Found(StringSearch.Find(Self(a), a[1], a[2], a[3], fromEnd: false))),
        ["isalnum"] = Of("isalnum", static text => All(text, static c => CodePoint.IsAlpha(c) || CodePoint.IsDigit(c) || CodePoint.IsNumeric(c))),
        ["isalpha"] = Of("isalpha", static text => All(text, CodePoint.IsAlpha)),
        ["isascii"] = Of("isascii", static text => new(System.Text.Ascii.IsValid(text))),
        ["isdecimal"] = Of("isdecimal", static text => All(text, CodePoint.IsDecimal)),
        ["isdigit"] = Of("isdigit", static text => All(text, CodePoint.IsDigit)),
        ["isidentifier"] = Of("isidentifier", static text => new(IsIdentifier(text))),
        ["islower"] = Of("islower", static text => new(IsLower(text))),
        ["isnumeric"] = Of("isnumeric", static text => All(text, CodePoint.IsNumeric)),
        ["isprintable"] = Of("isprintable", static text => text.Length == 0 ? Value.True : All(text, CodePoint.IsPrintable)),
        ["isspace"] = Of("isspace", static text => All(text, static c => c < 0x10000 && CodePoint.IsSpace((char)c))),
        ["istitle"] = Of("istitle", static text => new(IsTitle(text))),
        ["isupper"] = Of("isupper", static text => new(IsUpper(text))),
        ["join"] = new(new("join", 2, "self", "<iterable>"), static (context, a) => new(StringLayout.Join(context, Self(a), a[1]))),
        ["ljust"] = new(new("ljust", 2, "self", "<width>", "<fillchar>"), static (context, a) => new(StringLayout.Justify(context, Self(a), Arguments.Integer(a[1]), a[2], toLeft: true))),
        ["lower"] = Of("lower", static text => new(CaseMapping.Lower(text))),
        ["lstrip"] = Stripping("lstrip", atStart: true, atEnd: false),
        ["maketrans"] = new(new("maketrans", 2, "self", "<x>", "<y>", "<z>"), static (_, a) => new(StringTranslation.Table(a[1], a[2], a[3]))),
        ["partition"] = new(new("partition", 2, "self", "<sep>"), static (_, a) => StringSearch.Partition(Self(a), a[1], fromEnd: false)),
        ["removeprefix"] = new(new("removeprefix", 2, "self", "<prefix>"), static (_, a) =>
        {
            var (text, prefix) = (Self(a), Arguments.Text(a[1], "removeprefix"));
            return new(text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);
        }),
        ["removesuffix"] = new(new("removesuffix", 2, "self", "<suffix>"), static (_, a) =>
        {
            var (text, suffix) = (Self(a), Arguments.Text(a[1], "removesuffix"));
            return new(text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text);
        }),
        ["replace"] = new(new("replace", 3, "self", "<old>", "<new>", "<count>"), static (context, a) =>
            new(StringSearch.Replace(context, Self(a), Arguments.Text(a[1], "replace"), Arguments.Text(a[2], "replace"), Arguments.Integer(a[3], -1)))),
        ["rfind"] = new(new("rfind", 2, "self", "<sub>", "<start>", "<end>"), static (_, a) => new(StringSearch.Find(Self(a), a[1], a[2], a[3], fromEnd: true))),
        ["rindex"] = new(new("rindex", 2, "self", "<sub>", "<start>", "<end>"), static (_, a) => Found(StringSearch.Find(Self(a), a[1], a[2], a[3], fromEnd: true))),
        ["rjust"] = new(new("rjust", 2, "self", "<width>", "<fillchar>"), static (context, a) => new(StringLayout.Justify(context, Self(a), Arguments.Integer(a[1]), a[2], toLeft: false))),
        ["rpartition"] = new(new("rpartition", 2, "self", "<sep>"), static (_, a) => StringSearch.Partition(Self(a), a[1], fromEnd: true)),
        ["rsplit"] = new(new("rsplit", 1, "self", "sep", "maxsplit"), static (context, a) => StringSplit.Split(context, Self(a), a[1], Arguments.Integer(a[2], -1), fromEnd: true)),
        ["rstrip"] = Stripping("rstrip", atStart: false, atEnd: true),
        ["split"] = new(new("split", 1, "self", "sep", "maxsplit"), static (context, a) => StringSplit.Split(context, Self(a), a[1], Arguments.Integer(a[2], -1), fromEnd: false)),
        ["splitlines"] = new(new("splitlines", 1, "self", "keepends"), static (context, a) => StringSplit.Lines(context, Self(a), !a[1].IsMissing && Arguments.Truth(a[1]))),
        ["startswith"] = new(new("startswith", 2, "self", "<prefix>", "<start>", "<end>"), static (_, a) => new(StringSearch.StartsWith(Self(a), a[1], a[2], a[3]))),
        ["strip"] = Stripping("strip", atStart: true, atEnd: true),
        ["swapcase"] = Of("swapcase", static text => new(CaseMapping.Swap(text))),
        ["title"] = Of("title", static text => new(CaseMapping.Title(text))),
        ["translate"] = new(new("translate", 2, "self", "<table>"), static (context, a) => new(StringTranslation.Translate(context, Self(a), a[1]))),
        ["upper"] = Of("upper", static text => new(CaseMapping.Upper(text))),
        ["zfill"] = new(new("zfill", 2, "self", "<width>"), static (context, a) => new(StringLayout.ZeroFill(context, Self(a), Arguments.Integer(a[1])))),
    });

    private static string Self(ReadOnlySpan<Value> arguments) => arguments[0].TextOrNull!;

    private static BuiltinFunction Of(string name, Func<string, Value> method) => new(new(name, 1, "self"), (_, a) => method(a[0].TextOrNull!));

    private static BuiltinFunction Stripping(string name, bool atStart, bool atEnd) => new(new(name, 1, "self", "<chars>"), (_, a) =>
        new(StringLayout.Strip(a[0].TextOrNull!, Arguments.TextOrNone(a[1], name), atStart, atEnd)));

    private static Value Found(long index) => index >= 0 ? new(index) : throw Fail.Value("substring not found");

    private static Value All(string text, Func<int, bool> isSo)
    {
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            if (!isSo(CodePoint.At(text, i)))
                return Value.False;
        }
        return new(text.Length > 0);
    }

    private static bool IsIdentifier(string text)
    {
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var c = CodePoint.At(text, i);
            if (!(i == 0 ? CodePoint.IsIdentifierStart(c) : CodePoint.IsIdentifierPart(c)))
                return false;
        }
        return text.Length > 0;
    }

    private static bool IsLower(string text)
    {
        var isCased = false;
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var c = CodePoint.At(text, i);
            if (CodePoint.IsUpper(c) || CodePoint.IsTitle(c))
                return false;
            isCased |= CodePoint.IsLower(c);
        }
        return isCased;
    }

    private static bool IsUpper(string text)
    {
        var isCased = false;
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var c = CodePoint.At(text, i);
            if (CodePoint.IsLower(c) || CodePoint.IsTitle(c))
                return false;
            isCased |= CodePoint.IsUpper(c);
        }
        return isCased;
    }

    private static bool IsTitle(string text)
    {
        var (isCased, isWithinWord) = (false, false);
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var c = CodePoint.At(text, i);
            var isCapital = CodePoint.IsUpper(c) || CodePoint.IsTitle(c);
            if (isCapital && isWithinWord || !isCapital && !isWithinWord && CodePoint.IsLower(c))
                return false;
            isWithinWord = isCapital || CodePoint.IsLower(c);
            isCased |= isWithinWord;
        }
        return isCased;
    }
}
