namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Random expressions, mostly of fitting types, so that most of them have a value.</summary>
internal sealed class ExpressionGrammar(Dice dice)
{
    /// <summary>Names that statements around the expression have set.</summary>
    public Stack<string> Scope { get; } = new();

    public string Any(int depth)
    {
        if (Scope.Count > 0 && dice.Percent(25))
            return dice.Pick<string>(Scope.ToArray());
        return dice.Make(
            () => Integer(depth), () => Float(depth), () => Text(depth), () => List(depth), () => Map(depth), () => Truth(depth),
            () => dice.Pick(Variables.Others),
            () => depth <= 0 ? "none" : $"({Any(depth - 1)} if {Truth(depth - 1)} else {Any(depth - 1)})",
            () => depth <= 0 ? "i" : $"{Any(depth - 1)} {dice.Pick("and", "or")} {Any(depth - 1)}",
            () => depth <= 0 ? "s" : $"({Any(depth - 1)})|{AnyFilter(depth - 1)}",
            () => depth <= 0 ? "f" : $"({Any(depth - 1)}, {Any(depth - 1)})",
            () => depth <= 0 ? "d" : $"{Any(depth - 1)} {Operator()} {Any(depth - 1)}",
            () => depth <= 0 ? "xs" : $"({Any(depth - 1)})[{Integer(0)}]",
            () => $"missing|default({Any(depth - 1)}{dice.Pick("", ", true", ", boolean=true")})");
    }

    public string Integer(int depth) => depth <= 0
        ? dice.Make(() => dice.Pick(Variables.Integers), () => dice.Pick("0", "1", "2", "3", "5", "10", "-1", "1_000", "0x1f", "0b101", "0o17", "99999999999999999999"))
        : dice.Make(
            () => $"{Integer(depth - 1)} {dice.Pick("+", "-", "*", "//", "%")} {Integer(depth - 1)}",
            () => $"({Integer(depth - 1)} {dice.Pick("+", "-", "*", "//", "%")} {Integer(depth - 1)})",
            () => $"{dice.Pick("i", "n", "2", "-2", "z", "3")} ** {dice.Pick("0", "1", "2", "3", "5", "i")}",
            () => $"{dice.Pick("-", "+", "- ")}{Integer(depth - 1)}",
            () => $"{Text(depth - 1)}|{dice.Pick("length", "count", "wordcount")}",
            () => $"{List(depth - 1)}|{dice.Pick("length", "count")}",
            () => $"{dice.Pick("xs", "[1, 2, 3]", "range(4)", "ages.values()", "recs|map(attribute='age')")}|{dice.Pick("sum", "max", "min", "first", "last")}",
            () => $"{dice.Pick("recs", "mixed")}|sum(attribute='age')",
            () => $"({Any(depth - 1)})|int{dice.Pick("", "(5)", "(default=-1)", "(0, 16)", "(base=8)")}",
            () => $"({Integer(depth - 1)})|abs",
            () => $"xs[{Integer(depth - 1)}]",
            () => $"s.{dice.Pick("find", "count", "rfind", "index")}({dice.Pick("'l'", "'o'", "'zz'", "'', 2")})",
            () => dice.Pick("d.a", "d['b']", "recs[0].age", "recs[-1]['age']", "nest.inner.list[0]", "pairs[1][1]", "xs.index(2)", "ys.count('b')", "d.get('a')", "d.get('q', 9)"));

    public string Float(int depth) => depth <= 0
        ? dice.Make(() => dice.Pick(Variables.Floats), () => dice.Pick("1.5", "0.1", "1e3", "1e16", "2.5e-7", "3.0", "1_0.2_5", "1e100"))
        : dice.Make(
            () => $"{Integer(depth - 1)} / {Integer(depth - 1)}",
            () => $"{Float(depth - 1)} {dice.Pick("+", "-", "*", "/", "//", "%")} {dice.Make(() => Float(depth - 1), () => Integer(depth - 1))}",
            () => $"({Float(depth - 1)})|round{dice.Pick("", "(1)", "(2, 'floor')", "(method='ceil')", "(-1)")}",
            () => $"({Any(depth - 1)})|float{dice.Pick("", "(1.5)", "(default='x')")}",
            () => $"{dice.Pick("f", "2", "0.5", "i")} ** {dice.Pick("-1", "0.5", "2", "-2")}",
            () => $"({Float(depth - 1)})|abs");

    public string Text(int depth) => depth <= 0
        ? dice.Make(
            () => dice.Pick(Variables.Texts),
            () => dice.Pick("'abc'", "\"x y z\"", "''", "'é\\n\\t\\'q\\''", "'\\x41\\u00e9'", "'a' 'b'", "'<p>&amp;</p>'", "'1.5'", "'%s'", "'a,b,,c'", "'{}'"))
        : dice.Make(
            () => $"{Any(depth - 1)} ~ {Any(depth - 1)}",
            () => $"{Text(depth - 1)} + {Text(depth - 1)}",
            () => $"{Text(0)} * {dice.Pick("0", "1", "3", "-1")}",
            () => $"({Text(depth - 1)})|{TextFilter(depth - 1)}",
            () => $"({Text(depth - 1)}).{TextMethod()}",
            () => $"({Text(depth - 1)}){Subscript()}",
            () => $"({Any(depth - 1)})|{dice.Pick("string", "e", "escape", "forceescape", "pprint", "tojson", "urlencode", "upper", "title", "trim")}",
            () => $"({List(depth - 1)})|join{dice.Pick("", "(', ')", "(d='-')", "('<')", "('|', 'name')", "(attribute='age')")}",
            () => $"'{dice.Pick("%s", "%5.1f", "%d|%s", "%-6s|", "%05d", "%x", "%r", "%%", "%(a)s", "%+.2e")}' % {dice.Make(() => $"({Any(depth - 1)},)", () => $"({Any(depth - 1)}, {Any(depth - 1)})", () => "d", () => Integer(depth - 1), () => Float(depth - 1))}",
            () => $"'{dice.Pick("%s", "%s-%s", "%d", "%.2f")}'|format({Any(depth - 1)}{dice.Make(() => "", () => ", " + Any(depth - 1))})",
            () => $"'{dice.Pick("{}", "{0}{0}", "{:>8}", "{:.3f}", "{:,}", "{!r}", "{a}", "{0[a]}", "{:<6}|{:^6}", "{:08.2f}", "{:x}")}'.format({dice.Make(() => Any(depth - 1), () => Integer(depth - 1), () => Float(depth - 1), () => "d", () => $"a={Any(depth - 1)}", () => $"{Text(0)}, {Text(0)}")})");

    public string List(int depth) => depth <= 0
        ? dice.Make(() => dice.Pick(Variables.Lists), () => dice.Pick("[]", "[1, 2]", "['a', 'B']", "range(3)", "(1, 'a')", "()", "[[1], [2]]", "range(5, 0, -2)"))
        : dice.Make(
            () => $"[{dice.Several(0, 4, ", ", () => Any(depth - 1))}{dice.Pick("", "", ",")}]".Replace("[,]", "[]", StringComparison.Ordinal),
            () => $"({List(depth - 1)}){Subscript()}",
            () => $"({List(depth - 1)})|{ListFilter(depth - 1)}|list",
            () => $"({List(depth - 1)})|{dice.Pick("sort", "sort(reverse=true)", "sort(attribute='age')", "sort(case_sensitive=true)", "reverse|list", "unique|list", "list", "sort(attribute='age,name')")}",
            () => $"{List(depth - 1)} + {List(depth - 1)}",
            () => $"{List(0)} * {dice.Pick("0", "2", "-1")}",
            () => $"({Text(depth - 1)}).{dice.Pick("split()", "split(',')", "splitlines()", "split('l', 1)", "rsplit(' ', 1)", "partition(' ')", "rpartition('o')", "splitlines(true)")}",
            () => $"({Text(depth - 1)})|list",
            () => $"({Map(depth - 1)}).{dice.Pick("keys()", "values()", "items()")}{dice.Pick("", "|list", "|sort")}",
            () => $"({Map(depth - 1)})|{dice.Pick("dictsort", "dictsort(true)", "dictsort(by='value')", "dictsort(reverse=true)", "items|list", "list")}",
            () => $"range({Integer(0)} % 9, {dice.Pick("5", "i", "-4")}{dice.Pick("", ", 2", ", -1", ", 0")})|list");

    public string Map(int depth) => depth <= 0
        ? dice.Make(() => dice.Pick(Variables.Maps), () => dice.Pick("{}", "{'a': 1}", "{1: 'x', 'b': [2]}", "dict(q=1, r='s')"))
        : dice.Make(
            () => $"{{{dice.Several(0, 3, ", ", () => $"{dice.Make(() => Text(0), () => Integer(0), () => Any(depth - 1))}: {Any(depth - 1)}")}}}",
            () => $"dict({dice.Several(0, 2, ", ", () => $"{dice.Pick("a", "b", "c1", "_d")}{dice.Below(9)}={Any(depth - 1)}")})",
            () => $"dict({Map(depth - 1)}, extra={Any(depth - 1)})",
            () => dice.Pick("nest.inner", "recs[1]", "recs|first", "dict(pairs)", "d"));

    public string Truth(int depth) => depth <= 0
        ? dice.Make(() => dice.Pick("yes", "no", "true", "False", "nil", "missing", "e", "xs", "z"))
        : dice.Make(
            () => $"{Integer(depth - 1)} {Comparison()} {dice.Make(() => Integer(depth - 1), () => Float(depth - 1))}",
            () => $"{Integer(depth - 1)} {Comparison()} {Integer(depth - 1)} {Comparison()} {Integer(depth - 1)}",
            () => $"{Any(depth - 1)} {dice.Pick("==", "!=")} {Any(depth - 1)}",
            () => $"{Text(depth - 1)} {Comparison()} {Text(depth - 1)}",
            () => $"{List(depth - 1)} {Comparison()} {List(depth - 1)}",
            () => $"{Any(depth - 1)} {dice.Pick("in", "not in")} {dice.Make(() => List(depth - 1), () => Map(depth - 1))}",
            () => $"{Text(depth - 1)} {dice.Pick("in", "not in")} {Text(depth - 1)}",
            () => $"not {Any(depth - 1)}",
            () => $"{Truth(depth - 1)} {dice.Pick("and", "or")} {Truth(depth - 1)}",
            () => $"({Any(depth - 1)}) {dice.Pick("is", "is not")} {Test(depth - 1)}",
            () => $"{Any(depth - 1)} {dice.Pick("is", "is not")} {Test(depth - 1)}",
            () => $"s.{dice.Pick("startswith", "endswith")}({dice.Pick("'h'", "'d'", "('x', 'h')", "'World', 6")})",
            () => $"({Text(depth - 1)}).{dice.Pick("isdigit", "isalpha", "isupper", "islower", "istitle", "isspace", "isalnum", "isnumeric", "isdecimal", "isidentifier")}()");

    private string Operator() => dice.Pick("+", "-", "*", "/", "//", "%", "~", "==", "<", "in");

    private string Comparison() => dice.Pick("==", "!=", "<", "<=", ">", ">=");

    private string Subscript() => dice.Pick(
        "[0]", "[-1]", "[1:]", "[:2]", "[::-1]", "[1:3]", "[::2]", "[-2:]", "[:-1]", "[5]", "[3:1]", "[i]", "[-100:100]", "[2:0:-1]", "[z:i:2]", "[:]", "['0']");

    private string TextFilter(int depth) => dice.Pick(
        "upper", "lower", "title", "capitalize", "trim", "trim('h')", "reverse", "striptags", "urlize", "wordwrap(5)", "wordwrap(4, false)",
        "truncate(5)", "truncate(3, true)", "truncate(5, false, '..', 0)", "truncate(length=4, end='')", "center(20)", "center(3)", "indent", "indent(2, true)",
        "indent(width='>', first=true, blank=true)", "replace('l', 'L')", "replace('o', '0', 1)", $"replace({Text(0)}, {Text(0)})", "first", "last", "safe", "e|e", "safe|e",
        "list|join('.')", "string", $"default({Any(depth)}, true)", "wordcount", "length", "int", "float", "filesizeformat", "xmlattr", "urlencode", "format(1)");

    private string TextMethod() => dice.Pick(
        "upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip('h ')", "rstrip()", "replace('l', 'LL')", "replace('l', '', 1)",
        "center(15, '*')", "ljust(12)", "rjust(12, '.')", "zfill(8)", "expandtabs(4)", "casefold()", "join(['1', '2'])", "join('ab')", "removeprefix('he')",
        "removesuffix('d')", "format(1, 2)", "upper", "nothing()", "encode()", "split('')", "isdigit()");

    private string ListFilter(int depth) => dice.Make(
        () => $"map({dice.Pick("'upper'", "'string'", "attribute='name'", "attribute='age'", "'int'", "attribute=0", "attribute='tags.0', default='-'", "'length'", "'default', 'x'", "'join', '.'", "'abs'")})",
        () => $"{dice.Pick("select", "reject")}({dice.Pick("", "'odd'", "'string'", "'defined'", "'gt', 1", "'in', [1, 'a']", "'none'", "'mapping'")})",
        () => $"{dice.Pick("selectattr", "rejectattr")}({dice.Pick("'age'", "'age', 'gt', 1", "'name', 'eq', 'x'", "'tags'", "'nope', 'defined'")})",
        () => $"batch({dice.Pick("2", "3", "2, 'x'", "1")})",
        () => $"slice({dice.Pick("2", "3", "2, 'x'", "1")})",
        () => dice.Pick("unique(attribute='age')", "unique(case_sensitive=true)", "unique", "reverse", "groupby('age')", "groupby('name', case_sensitive=true)", "groupby('nope', default='q')", "sort", "items", "list"),
        () => $"map('{dice.Pick("upper", "title", "e", "tojson", "trim")}')|map('replace', 'A', {Text(0)})",
        () => $"select('{dice.Pick("lt", "ne", "ge")}', {Any(depth)})");

    private string AnyFilter(int depth) => dice.Make(
        () => dice.Pick("string", "length", "list", "first", "last", "upper", "int", "float", "abs", "round", "sort", "unique|list", "join(',')", "tojson", "tojson(2)", "pprint", "e", "max", "min", "sum", "items|list", "dictsort", "reverse|list",
            "filesizeformat", "filesizeformat(true)", "urlencode", "xmlattr", "wordcount", "title", "d('x')", "default('y', true)", "attr('upper')", "attr('a')", "nofilter", "batch(2)|list", "striptags"),
        () => ListFilter(depth) + "|list",
        () => TextFilter(depth));

    private string Test(int depth) => dice.Make(
        () => dice.Pick("defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "true", "false", "mapping", "sequence", "iterable", "callable", "escaped", "odd", "even", "lower", "upper", "filter", "test", "notest"),
        () => $"divisibleby({dice.Pick("2", "3", "0", "i")})",
        () => $"divisibleby {dice.Pick("2", "3")}",
        () => $"{dice.Pick("eq", "ne", "lt", "gt", "le", "ge", "==", "equalto", "greaterthan", "lessthan").Replace("==", "eq", StringComparison.Ordinal)}({Any(depth)})",
        () => $"{dice.Pick("sameas", "in")}({dice.Pick("none", "true", "xs", "d", "[1]", "s")})");
}
