namespace Marchitect.Jinja;

/// <summary>The variables of one run of a function of a template, and what it runs in.</summary>
internal sealed class Frame(FunctionCode code, Context context, Frame? outer)
{
    /// <summary>The variables; missing where they have no value.</summary>
    public readonly Value[] Slots = code.SlotCount == 0 ? [] : new Value[code.SlotCount];

    public Context Context { get; } = context;

    /// <summary>The run of the function around this one, whose variables it sees.</summary>
    public Frame? Outer { get; } = outer;

    public TextOutput Output { get; } = context.Rendering.Output;

    public EvalContext Eval { get; } = context.Eval;

    /// <summary>The template that this one extends, once it is known, and the statement that said so.</summary>
    public Extension? Extension { get; set; }

    /// <summary>Whether the expression is computed before rendering, to become a constant.</summary>
    public bool IsCompiling { get; init; }

    /// <summary>The text of the block that a filter is about to be applied to.</summary>
    public Value Captured { get; set; }
}

/// <summary>That a template extends another.</summary>
/// <param name="Parent">The other.</param>
/// <param name="Place">The statement.</param>
internal sealed record Extension(CompiledTemplate Parent, Func<TemplatePlace> Place);
