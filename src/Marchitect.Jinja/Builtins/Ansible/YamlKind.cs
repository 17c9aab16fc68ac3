namespace Marchitect.Jinja;

/// <summary>The kinds of nodes that YAML has.</summary>
internal enum YamlKind
{
    Scalar,
    Sequence,
    Mapping,
}
