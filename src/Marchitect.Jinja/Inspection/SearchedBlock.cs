namespace Marchitect.Jinja;

/// <summary>A block, and the template that it stands in.</summary>
internal sealed record SearchedBlock(SearchedTemplate Template, BlockStatement Block);
