namespace Marchitect.Jinja;

/// <summary>An expression of a compiled template: it computes a value.</summary>
/// <param name="text">The template it stands in.</param>
/// <param name="position">Where it stands.</param>
internal abstract class Code(TemplateText text, Position position)
{
    public TemplateText Text { get; } = text;

    public Position Position { get; } = position;

    public abstract Value Evaluate(Frame frame);

    /// <summary>Its truth; comparisons and the like spare the way over a value.</summary>
    public virtual bool IsTrue(Frame frame) => Evaluate(frame).IsTrue();

    /// <summary>Whether it is known before rendering, and what it is.</summary>
    public virtual bool TryConstant(out Value value)
    {
        value = default;
        return false;
    }

    /// <summary>Gives an error that has no place yet this one. For exception filters: always false.</summary>
    public bool Locate(TemplateException error)
    {
        if (error.Place is null)
        {
            // What is undefined is shown itself, not the operator or filter beside it.
            var culprit = error is UndefinedException { Maker: Code maker } && maker.Text == Text && maker.Position.Line == Position.Line ? maker : this;
            error.At(Text.Place(culprit.Position));
        }
        return false;
    }

    /// <summary>The value, with a note of this expression where it is undefined.</summary>
    protected Value Made(Value value)
    {
        if (value.Reference is UndefinedValue { Maker: null } undefined)
            undefined.Maker = this;
        return value;
    }
}
