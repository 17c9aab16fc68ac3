namespace Marchitect.Jinja;

/// <summary>What is to be done after a step.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A statement of a compiled template.</summary>
/// <param name="text">The template it stands in.</param>
/// <param name="position">Where it stands.</param>
internal abstract class Step(TemplateText text, Position position)
{
    public TemplateText Text { get; } = text;

    public Position Position { get; } = position;

    public abstract Flow Run(Frame frame);

    public static Flow RunAll(Step[] steps, Frame frame)
    {
        foreach (var step in steps)
        {
            try
            {
                var flow = step.Run(frame);
                if (flow != Flow.Next)
                    return flow;
            }
            catch (TemplateException error) when (step.Locate(error))
            {
                throw;
            }
            catch (InsufficientExecutionStackException)
            {
                // Values nested too deep, or recursion that the limits allow and this thread's stack does not.
                var limit = new TemplateLimitException("the template, or a value in it, is nested too deep for the stack of this thread");
                limit.At(step.Text.Place(step.Position));
                throw limit;
            }
        }
        return Flow.Next;
    }

    /// <summary>Gives an error that has no place yet this one. For exception filters: always false.</summary>
    protected bool Locate(TemplateException error)
    {
        if (error.Place is null)
            error.At(Text.Place(Position));
        return false;
    }

    /// <summary>Gives an error of another template or block this place as the way there. For exception filters: always false.</summary>
    protected bool LeadTo(TemplateException error, string role)
    {
        if (error.Place is null)
            return Locate(error);
        return error.Through(Text.Place(Position, role));
    }
}
