namespace Marchitect.Jinja;

/// <summary>What stands between the texts of a template.</summary>
internal enum TagKind
{
    // In the order in which Jinja2 tries those whose opening is equally long, the last first.
    Block,
    Comment,
    LineComment,
    LineStatement,
    Variable,
    Raw,
}
