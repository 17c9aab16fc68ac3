namespace Marchitect.Jinja;

/// <summary>A variable and constant names behind it: <c>tls.port</c>, <c>tls['port']</c>.</summary>
/// <param name="Root">The variable.</param>
/// <param name="Names">The variable's name, then the others.</param>
internal sealed record ConstantPath(NameExpression Root, string[] Names)
{
    /// <summary>The expression as such a path, or null.</summary>
    public static ConstantPath? Of(Expression expression)
    {
        var names = new List<string>();
        while (true)
        {
            switch (expression)
            {
                case NameExpression root:
                    names.Add(root.Name);
                    names.Reverse();
                    return new(root, [.. names]);
                case AttributeExpression attribute:
                    names.Add(attribute.Name);
                    expression = attribute.Target;
                    break;
                case ItemExpression { Key: ConstantExpression { Value.TextOrNull: { } key } } item:
                    names.Add(key);
                    expression = item.Target;
                    break;
                default:
                    return null;
            }
        }
    }
}
