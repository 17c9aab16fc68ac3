namespace Marchitect.Jinja;

/// <summary><c>{% set target = value %}</c></summary>
internal sealed class SetStep(TemplateText text, Position position, Target target, Code value) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        target.Check(frame);
        target.Assign(frame, value.Evaluate(frame));
        return Flow.Next;
    }
}

/// <summary><c>{% set target %}body{% endset %}</c></summary>
internal sealed class SetBlockStep(
    TemplateText text, Position position, Target target, FunctionCode.Load[] loads, Step[] body, Escaping escape, Code? filter) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        var (captured, flow) = Capture.Run(frame, loads, body, escape);
        if (flow != Flow.Next)
            return flow;
        target.Check(frame);
        var value = captured;
        if (filter is not null)
        {
            frame.Captured = captured;
            value = filter.Evaluate(frame);
        }
        // Whatever a filter made of it, it counts as escaped now.
        target.Assign(frame, !frame.Eval.Autoescape ? value : value.Reference is Markup ? value : Value.Safe(ValueText.Of(value)));
        Capture.Clear(frame, loads);
        return Flow.Next;
    }
}

/// <summary><c>{% filter name %}body{% endfilter %}</c></summary>
internal sealed class FilterBlockStep(
    TemplateText text, Position position, FunctionCode.Load[] loads, Step[] body, Escaping escape, Code filter) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        var (captured, flow) = Capture.Run(frame, loads, body, escape);
        if (flow != Flow.Next)
            return flow;
        frame.Captured = captured;
        Capture.Print(frame, filter.Evaluate(frame), "the filter of a filter block");
        Capture.Clear(frame, loads);
        return Flow.Next;
    }
}

/// <summary>Statements whose output is not printed but kept.</summary>
internal static class Capture
{
    public static (Value Text, Flow Flow) Run(Frame frame, FunctionCode.Load[] loads, Step[] body, Escaping escape)
    {
        FunctionCode.Load.All(loads, frame);
        var start = frame.Output.Length;
        var flow = Step.RunAll(body, frame);
        frame.Eval.Budget.Text(frame.Output.Length - start);
        var text = frame.Output.TakeFrom(start);
        var isSafe = escape == Escaping.On || escape == Escaping.Asked && frame.Eval.Autoescape;
        return (isSafe ? Value.Safe(text) : new(text), flow);
    }

    /// <summary>Prints what must be a text already.</summary>
    public static void Print(Frame frame, in Value value, string what) =>
        frame.Output.Append(value.TextOrNull ?? throw Fail.Type($"{what} must give a text, not {value.TypeName}"));

    public static void Clear(Frame frame, FunctionCode.Load[] loads)
    {
        foreach (var load in loads)
            frame.Slots[load.Slot] = default;
    }
}
