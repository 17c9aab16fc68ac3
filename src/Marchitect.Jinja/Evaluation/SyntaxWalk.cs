namespace Marchitect.Jinja;

/// <summary>Going through a syntax tree, in the order in which Jinja2 does: what a name means hangs on it.</summary>
internal abstract class SyntaxWalk
{
    /// <summary>A variable that is read.</summary>
    protected abstract void VisitRead(NameExpression name);

    /// <summary>A variable that is set, or declared as a parameter.</summary>
    protected abstract void VisitTarget(Position position, string name, bool isParameter);

    protected void VisitAll(IReadOnlyList<SyntaxNode> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
            Visit(nodes[i]);
    }

    protected void VisitOptional(SyntaxNode? node)
    {
        if (node is not null)
            Visit(node);
    }

    /// <summary>The names that a target sets.</summary>
    protected void VisitTargets(Expression target, bool asParameter = false)
    {
        switch (target)
        {
            case NameExpression name:
                VisitTarget(name.Position, name.Name, asParameter);
                break;
            case TupleExpression tuple:
                foreach (var item in tuple.Items)
                    VisitTargets(item, asParameter);
                break;
            case NamespaceTarget reference:
                VisitNamespace(reference);
                break;
        }
    }

    protected virtual void VisitNamespace(NamespaceTarget target)
    {
    }

    protected virtual void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case NameExpression name:
                VisitRead(name);
                break;
            case TupleExpression tuple:
                VisitAll(tuple.Items);
                break;
            case ListExpression list:
                VisitAll(list.Items);
                break;
            case DictExpression dict:
                foreach (var (key, value) in dict.Entries)
                {
                    Visit(key);
                    Visit(value);
                }
                break;
            case ConditionalExpression conditional:
                Visit(conditional.Test);
                Visit(conditional.Then);
                VisitOptional(conditional.Otherwise);
                break;
            case FilterExpression filter:
                VisitOptional(filter.Target);
                VisitArguments(filter.Arguments);
                break;
            case TestExpression test:
                Visit(test.Target);
                VisitArguments(test.Arguments);
                break;
            case CallExpression call:
                Visit(call.Callee);
                VisitArguments(call.Arguments);
                break;
            case ItemExpression item:
                Visit(item.Target);
                Visit(item.Key);
                break;
            case AttributeExpression attribute:
                Visit(attribute.Target);
                break;
            case SliceExpression slice:
                VisitOptional(slice.Start);
                VisitOptional(slice.Stop);
                VisitOptional(slice.Step);
                break;
            case ConcatExpression concat:
                VisitAll(concat.Items);
                break;
            case CompareExpression compare:
                Visit(compare.First);
                foreach (var comparison in compare.Rest)
                    Visit(comparison.Operand);
                break;
            case BinaryExpression binary:
                Visit(binary.Left);
                Visit(binary.Right);
                break;
            case UnaryExpression unary:
                Visit(unary.Operand);
                break;
            case OutputStatement output:
                VisitAll(output.Parts);
                break;
            case ForStatement loop:
                VisitTargets(loop.Target);
                Visit(loop.Items);
                VisitAll(loop.Body);
                VisitAll(loop.Otherwise);
                VisitOptional(loop.Test);
                break;
            case IfStatement condition:
                Visit(condition.Test);
                VisitAll(condition.Body);
                VisitAll(condition.Further);
                VisitAll(condition.Otherwise);
                break;
            case SetStatement set:
                VisitTargets(set.Target);
                Visit(set.Value);
                break;
            case SetBlockStatement set:
                VisitTargets(set.Target);
                VisitOptional(set.Filter);
                VisitAll(set.Body);
                break;
            case WithStatement with:
                foreach (var target in with.Targets)
                    VisitTargets(target, asParameter: true);
                VisitAll(with.Values);
                VisitAll(with.Body);
                break;
            case MacroStatement macro:
                VisitParameters(macro.Parameters);
                VisitAll(macro.Body);
                break;
            case CallBlockStatement call:
                Visit(call.Call);
                VisitParameters(call.Parameters);
                VisitAll(call.Body);
                break;
            case FilterBlockStatement filter:
                VisitAll(filter.Body);
                Visit(filter.Filter);
                break;
            case BlockStatement block:
                VisitAll(block.Body);
                break;
            case ExtendsStatement extends:
                Visit(extends.Template);
                break;
            case IncludeStatement include:
                Visit(include.Template);
                break;
            case ImportStatement import:
                Visit(import.Template);
                break;
            case FromImportStatement import:
                Visit(import.Template);
                break;
            case AutoescapeStatement autoescape:
                Visit(autoescape.Value);
                VisitAll(autoescape.Body);
                break;
            case DoStatement statement:
                Visit(statement.Value);
                break;
        }
    }

    protected void VisitParameters(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            VisitTarget(parameter.Position, parameter.Name, isParameter: true);
        foreach (var parameter in parameters)
            VisitOptional(parameter.Default);
    }

    private void VisitArguments(CallArguments arguments)
    {
        VisitAll(arguments.Positional);
        foreach (var keyword in arguments.Keywords)
            Visit(keyword.Value);
        VisitOptional(arguments.MorePositional);
        VisitOptional(arguments.MoreKeywords);
    }
}
