namespace Marchitect.Jinja;

/// <summary>What stands anywhere in a part of a template, however deep.</summary>
internal sealed class TemplateSurvey : SyntaxWalk
{
    private TemplateSurvey()
    {
    }

    public List<BlockStatement> Blocks { get; } = [];

    public bool Extends { get; private set; }

    /// <summary>Where <c>loop</c> is assigned to, or null.</summary>
    public Position? AssignedLoop { get; private set; }

    public static TemplateSurvey Of(IReadOnlyList<Statement> body)
    {
        var survey = new TemplateSurvey();
        survey.VisitAll(body);
        return survey;
    }

    protected override void VisitRead(NameExpression name)
    {
    }

    protected override void VisitTarget(Position position, string name, bool isParameter)
    {
        if (name == "loop" && !isParameter)
            AssignedLoop ??= position;
    }

    protected override void Visit(SyntaxNode node)
    {
        if (node is BlockStatement block)
            Blocks.Add(block);
        Extends |= node is ExtendsStatement;
        base.Visit(node);
    }
}
