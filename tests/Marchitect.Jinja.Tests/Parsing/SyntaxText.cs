using System.Globalization;
using System.Text;

namespace Marchitect.Jinja.Tests.Parsing;

/// <summary>Writes syntax trees as text: parts in parentheses after their kind, lists in brackets, a dash for what is missing.</summary>
internal static class SyntaxText
{
    public static string Of(TemplateSyntax template) => All(template.Body);

    private static string All(IEnumerable<SyntaxNode> nodes) => $"[{string.Join(' ', nodes.Select(Of))}]";

    private static string Maybe(SyntaxNode? node) => node is null ? "-" : Of(node);

    private static string Of(SyntaxNode node) => node switch
    {
        TextPart part => $"(text {Quoted(part.Text)})",
        Statement statement => Of(statement),
        Expression expression => Of(expression),
        _ => throw new ArgumentException($"What is {node.GetType().Name}?", nameof(node)),
    };

    private static string Of(Statement statement) => statement switch
    {
        OutputStatement s => $"(out {All(s.Parts)})",
        ForStatement s => $"(for {Of(s.Target)} {Of(s.Items)} {Maybe(s.Test)} {Bit(s.IsRecursive)} {All(s.Body)} {All(s.Otherwise)})",
        IfStatement s => $"(if {Of(s.Test)} {All(s.Body)} {All(s.Further)} {All(s.Otherwise)})",
        SetStatement s => $"(set {Of(s.Target)} {Of(s.Value)})",
        SetBlockStatement s => $"(setblock {Of(s.Target)} {Maybe(s.Filter)} {All(s.Body)})",
        WithStatement s => $"(with {All(s.Targets)} {All(s.Values)} {All(s.Body)})",
        MacroStatement s => $"(macro {s.Name} {Of(s.Parameters)} {All(s.Body)})",
        CallBlockStatement s => $"(callblock {Of(s.Call)} {Of(s.Parameters)} {All(s.Body)})",
        FilterBlockStatement s => $"(filterblock {Of(s.Filter)} {All(s.Body)})",
        BlockStatement s => $"(block {s.Name} {Bit(s.IsScoped)} {Bit(s.IsRequired)} {All(s.Body)})",
        ExtendsStatement s => $"(extends {Of(s.Template)})",
        IncludeStatement s => $"(include {Of(s.Template)} {Bit(s.IgnoresMissing)} {Bit(s.WithContext)})",
        ImportStatement s => $"(import {Of(s.Template)} {s.Target} {Bit(s.WithContext)})",
        FromImportStatement s =>
            $"(from {Of(s.Template)} [{string.Join(' ', s.Names.Select(static n => $"({n.Name} {n.Alias})"))}] {Bit(s.WithContext)})",
        AutoescapeStatement s => $"(autoescape {Of(s.Value)} {All(s.Body)})",
        DoStatement s => $"(do {Of(s.Value)})",
        BreakStatement => "(break)",
        ContinueStatement => "(continue)",
        _ => throw new ArgumentException($"What is {statement.GetType().Name}?", nameof(statement)),
    };

    private static string Of(Expression expression) => expression switch
    {
        ConstantExpression e => Of(e.Value),
        NameExpression e => e.Name,
        NamespaceTarget e => $"(ns {e.Name} {e.Attribute})",
        TupleExpression e => $"(tuple {All(e.Items)})",
        ListExpression e => $"(list {All(e.Items)})",
        DictExpression e => $"(dict {string.Join(' ', e.Entries.Select(static entry => $"({Of(entry.Key)} {Of(entry.Value)})"))})",
        ConditionalExpression e => $"(cond {Of(e.Test)} {Of(e.Then)} {Maybe(e.Otherwise)})",
        FilterExpression e => $"(filter {Maybe(e.Target)} {e.Name} {Of(e.Arguments)})",
        TestExpression e => $"(test {Of(e.Target)} {e.Name} {Of(e.Arguments)})",
        CallExpression e => $"(call {Of(e.Callee)} {Of(e.Arguments)})",
        ItemExpression e => $"(item {Of(e.Target)} {Of(e.Key)})",
        AttributeExpression e => $"(attr {Of(e.Target)} {e.Name})",
        SliceExpression e => $"(slice {Maybe(e.Start)} {Maybe(e.Stop)} {Maybe(e.Step)})",
        ConcatExpression e => $"(concat {All(e.Items)})",
        CompareExpression e => $"(cmp {Of(e.First)} {string.Join(' ', e.Rest.Select(static c => $"{c.Operator} {Of(c.Operand)}"))})",
        BinaryExpression e => $"({e.Operator} {Of(e.Left)} {Of(e.Right)})",
        UnaryExpression e => $"({e.Operator} {Of(e.Operand)})",
        _ => throw new ArgumentException($"What is {expression.GetType().Name}?", nameof(expression)),
    };

    private static string Of(CallArguments arguments)
    {
        var keywords = string.Join(' ', arguments.Keywords.Select(static keyword => $"({keyword.Name} {Of(keyword.Value)})"));
        return $"(args {All(arguments.Positional)} [{keywords}] {Maybe(arguments.MorePositional)} {Maybe(arguments.MoreKeywords)})";
    }

    private static string Of(IReadOnlyList<Parameter> parameters) =>
        $"[{string.Join(' ', parameters.Select(static parameter => $"({parameter.Name} {Maybe(parameter.Default)})"))}]";

    private static string Of(Value value) => value switch
    {
        { IsNone: true } => "none",
        { IsBool: true } => value.IsTrue() ? "true" : "false",
        // As its bits, so that nothing is rounded on the way.
        { IsFloat: true } => "f" + BitConverter.DoubleToInt64Bits(value.Double).ToString("x16", CultureInfo.InvariantCulture),
        { TextOrNull: { } text } => Quoted(text),
        _ when value.TryInteger(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"What is {value.Kind}?", nameof(value)),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            if (c is >= ' ' and < '\x7f' and not '\'' and not '\\')
                quoted.Append(c);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return quoted.Append('\'').ToString();
    }

    private static char Bit(bool isSet) => isSet ? '1' : '0';
}
