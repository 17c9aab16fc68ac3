using System.Text.Json.Nodes;

namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Random templates: statements around random expressions, with white space, its control, and options.</summary>
internal sealed class TemplateGrammar
{
    private readonly Dice _dice;
    private readonly ExpressionGrammar _expressions;
    private readonly JsonObject _options = [];
    private readonly JsonObject _includes = [];
    private readonly string[] _delimiters = ["{%", "%}", "{{", "}}", "{#", "#}"];
    private bool _hasLoopControls;
    private bool _hasDo;
    private int _blocks;

    public TemplateGrammar(Dice dice)
    {
        _dice = dice;
        _expressions = new(dice);
    }

    /// <summary>One expression, printed.</summary>
    public JsonObject Expression() => Definition($"{{{{ {_expressions.Any(3)} }}}}");

    /// <summary>Statements of all kinds, in Jinja2's default environment or one with options.</summary>
    public JsonObject Statements()
    {
        if (_dice.Percent(50))
            ChooseOptions();
        return Definition(Body(3));
    }

    /// <summary>Several templates that include, import and extend one another.</summary>
    public JsonObject Family()
    {
        _includes["part"] = Body(1) + Variable();
        _includes["macros"] = $"{Block("macro m(x, y='d')")}[{{{{ x }}}}|{{{{ y }}}}]{Block("endmacro")}{Block($"set v = {_expressions.Any(1)}")}{Block("macro _private()")}p{Block("endmacro")}";
        _includes["base"] = $"<{Block("block one")}{Body(1)}{Block("endblock")}|{Block("block two" + _dice.Pick("", " scoped", " required"))}{_dice.Make(() => "", () => Body(1))}{Block("endblock two")}|{{{{ self.one() }}}}>";
        _includes["middle"] = $"{Block("extends 'base'")}{Block("block one")}m{{{{ super() }}}}{Block("endblock")}";
        return Definition(_dice.Make(
            () => _dice.Several(1, 4, Space(), Relation),
            () => $"{_dice.Pick("", "before ")}{Block("extends " + _dice.Pick("'base'", "'middle'", "'nowhere'", "missing", "'mid' ~ 'dle'"))}{Block($"set v = {_expressions.Any(1)}")}text"
                + $"{Block("block two")}{_dice.Pick("", "{{ super() }}", "{{ super.super() }}", "{{ v }}")}{Body(1)}{Block("endblock")}",
            () => $"{Block("for item in xs")}{Relation()}{Block("endfor")}"));
    }

    /// <summary>Line statements and line comments between ordinary lines.</summary>
    public JsonObject LineStatements()
    {
        _options["line_statement_prefix"] = _dice.Pick("#", "%%", "#", "$$");
        if (_dice.Percent(60))
            _options["line_comment_prefix"] = _dice.Pick("##", "//", "##", "#");
        if (_dice.Percent(30))
            _options["trim_blocks"] = true;
        if (_dice.Percent(30))
            _options["lstrip_blocks"] = true;
        return Definition(_dice.Several(1, 5, "", Lines));
    }

    private string Lines()
    {
        var statement = (string)_options["line_statement_prefix"]!;
        var comment = (string?)_options["line_comment_prefix"];
        return _dice.Make(
            () => Line($"for x in {_expressions.List(1)}{_dice.Pick("", "", ":", " :")}") + Content() + Line("endfor"),
            () => Line($"if {_expressions.Truth(1)}") + Content() + _dice.Make(() => "", () => Line("else") + Content()) + Line("endif"),
            () => Line($"set x = {_expressions.Any(1)}"),
            () => Line("set x = [1,\n  2]"),
            Content,
            () => $"{{% if yes %}}\n{Content()}{Line("endif")}",
            () => $"{{% raw %}}{Line("if")}{{% endraw %}}");

        string Line(string text)
        {
            var before = _dice.Percent(5) ? " x " : _dice.Pick("", "", "  ", "\t");
            var after = comment is not null && _dice.Percent(20) ? $" {comment} c" : _dice.Pick("", "", "", " ", "  ");
            return $"{before}{statement}{_dice.Pick("", " ", " ", "  ", "-", "+")}{text}{after}\n";
        }

        string Content() => _dice.Several(0, 3, "", () => _dice.Make(
            () => _dice.Pick("text\n", "\n", "  text {{ i }}\n", "{# c #}\n", "{{ i }}", "  {{ i }}\n\n", "{{ [1,\n 2] }}\r\n"),
            () => comment is null ? "" : _dice.Pick($"text {comment} gone\n", $"{comment} gone\n", $" {comment}\n", $"{{{{ i }}}} {comment} gone\n", $"text{comment}\n")));
    }

    private JsonObject Definition(string template)
    {
        var definition = new JsonObject { ["template"] = template, ["vars"] = Variables.ToJson() };
        if (_options.Count > 0)
            definition["options"] = _options;
        if (_includes.Count > 0)
            definition["includes"] = _includes;
        return definition;
    }

    private void ChooseOptions()
    {
        foreach (var name in (ReadOnlySpan<string>)["trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape"])
        {
            if (_dice.Percent(40))
                _options[name] = true;
        }
        if (_dice.Percent(15))
            _options["newline_sequence"] = _dice.Pick("\r\n", "\r", "\n");
        if (_dice.Percent(20))
            _options["undefined"] = _dice.Pick("strict", "chainable", "default");
        if (_dice.Percent(20))
        {
            _hasDo = _hasLoopControls = true;
            _options["extensions"] = new JsonArray("jinja2.ext.do", "jinja2.ext.loopcontrols");
        }
        if (_dice.Percent(20))
        {
            string[] others = _dice.Pick<string[]>(["<%", "%>", "${", "}", "<#", "#>"], ["[[%", "%]]", "[[", "]]", "[#", "#]"], ["<?", "?>", "<<", ">>", "<!--", "-->"]);
            others.CopyTo(_delimiters, 0);
            string[] names = ["block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string"];
            for (var i = 0; i < names.Length; i++)
                _options[names[i]] = others[i];
        }
    }

    private string Body(int depth) => _dice.Several(1, 4, "", () => Piece(depth));

    private string Piece(int depth) => _dice.Percent(45) || depth <= 0
        ? _dice.Make(Space, Variable, Comment, () => _dice.Pick("text", "text\n", "  text ", "{ x }", "%}", "}}", "'", "#", "<b>"))
        : Statement(depth - 1);

    private string Statement(int depth)
    {
        switch (_dice.Below(14))
        {
            case 0:
            case 1:
                return $"{Block($"if {_expressions.Truth(2)}")}{Body(depth)}{_dice.Make(() => "", () => $"{Block($"elif {_expressions.Truth(1)}")}{Body(depth)}")}{_dice.Make(() => "", () => $"{Block("else")}{Body(depth)}")}{Block("endif")}";
            case 2:
            case 3:
                return For(depth);
            case 4:
                return Block($"set {Name()} = {_expressions.Any(2)}");
            case 5:
                return $"{Block($"set {Name()}{_dice.Pick("", " | upper", " | trim | e")}")}{Body(depth)}{Block("endset")}{Variable()}";
            case 6:
                return $"{Block($"with {Name()} = {_expressions.Any(1)}{_dice.Make(() => "", () => $", b = {_expressions.Any(1)}")}")}{Body(depth)}{Block("endwith")}";
            case 7:
                return $"{Block($"macro mac({_dice.Pick("", "p", "p, q=1", "p=xs, q=p", "p='a'")})")}{_dice.Pick("", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}")}{In("p", () => Body(depth))}{Block("endmacro")}{Print($"mac({_dice.Several(0, 2, ", ", () => _expressions.Any(1))}{_dice.Pick("", "")})")}"
                    + _dice.Make(() => "", () => Print("mac.name ~ mac.arguments"), () => $"{Block("call mac()")}{Body(0)}{Block("endcall")}", () => Print("mac(q=2)"));
            case 8:
                return $"{Block($"filter {_dice.Pick("upper", "trim", "replace('t', 'T')", "indent(2)", "e", "title|replace(' ', '_')", "wordwrap(8)")}")}{Body(depth)}{Block("endfilter")}";
            case 9:
                return $"{Block("raw")}{_dice.Pick("{{ x }}", "{% if %}", "text\n", " ")}{Block("endraw")}";
            case 10:
                return $"{Block($"block b{_blocks++}{_dice.Pick("", " scoped")}")}{Body(depth)}{Block("endblock")}";
            case 11:
                return $"{Block("set ns = namespace(c=0)")}{Block("for q in xs")}{Block("set ns.c = ns.c + q")}{Block("endfor")}{Print("ns.c")}";
            case 12:
                return $"{Block($"autoescape {_dice.Pick("true", "false", "yes")}")}{Body(depth)}{Block("endautoescape")}";
            default:
                return _hasDo ? Block("do [].append(1)") : $"{Block($"set ({Name()}, b2) = ({_expressions.Any(1)}, {_expressions.Any(1)})")}";
        }
    }

    private string For(int depth)
    {
        if (_dice.Percent(10))
            return $"{Block("for r in [{'c': [{'c': []}, {'c': [{}]}]}] recursive")}{Print("loop.depth")}{Block("if r.c")}{Print("loop(r.c)")}{Block("endif")}{Block("endfor")}";
        var (target, over) = _dice.Pick(("x", _expressions.List(2)), ("k, v", "d.items()"), ("a, b", "pairs"), ("x", "ages"), ("k, v", _expressions.Map(1) + "|dictsort"), ("x", _expressions.Any(1)), ("_, x", "recs|groupby('age')"));
        var filter = _dice.Percent(20) ? $" if {In("x", () => _expressions.Truth(1))}" : "";
        var otherwise = _dice.Percent(25) ? $"{Block("else")}{Body(0)}" : "";
        var control = _hasLoopControls && _dice.Percent(40) ? $"{Block($"if {_dice.Pick("loop.index > 1", "loop.first", "loop.last")}")}{Block(_dice.Pick("break", "continue"))}{Block("endif")}" : "";
        var loopVariable = _dice.Percent(50) ? Print(_dice.Pick("loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.previtem", "loop.nextitem|default('-')", "loop.cycle('a', 'b')", "loop.changed(1)", "loop.depth0", "loop.index ~ '/' ~ loop.length")) : "";
        var body = In(target.Split(", ")[^1], () => Body(depth));
        return $"{Block($"for {target} in {over}{filter}")}{loopVariable}{control}{body}{otherwise}{Block("endfor")}";
    }

    private string Relation() => _dice.Make(
        () => Block($"include {_dice.Pick("'part'", "'nowhere'", "['nowhere', 'part']", "'nowhere' ignore missing", "'part' without context", "'part' with context", "['no', 'way'] ignore missing")}"),
        () => $"{Block("import 'macros' as lib" + _dice.Pick("", " with context", " without context"))}{Print($"lib.{_dice.Pick("m(1)", "m('<', y=2)", "v", "nothing", "_private()", "m()")}")}",
        () => $"{Block($"from 'macros' import {_dice.Pick("m", "m as mm, v", "m, nothing", "v with context", "_private")}")}{Print(_dice.Pick("m(i)", "mm(s)", "v", "nothing"))}",
        Variable,
        () => "text\n");

    private string In(string name, Func<string> make)
    {
        _expressions.Scope.Push(name);
        var made = make();
        _expressions.Scope.Pop();
        return made;
    }

    private string Name() => _dice.Pick("x", "y", "s", "v1");

    private string Space() => _dice.Pick("", " ", "\n", "  \n", "\n\n", "\t", "\r\n", "  ");

    private string Variable() => Print(_expressions.Any(2));

    private string Print(string expression) => $"{_delimiters[2]}{_dice.Pick("", "", "", "", "-", "+")} {expression} {_dice.Pick("", "", "", "", "-")}{_delimiters[3]}";

    private string Block(string statement) => $"{_delimiters[0]}{_dice.Pick("", "", "", "-", "+")}{_dice.Pick(" ", "  ", "\n")}{statement} {_dice.Pick("", "", "", "-", "+")}{_delimiters[1]}{_dice.Pick("", "", "", "\n", " \n")}";

    private string Comment() => $"{_delimiters[4]}{_dice.Pick("", "-", "+", " ")}comment{_dice.Pick("", "-", "\n", "+")}{_delimiters[5]}";
}
