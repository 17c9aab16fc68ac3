namespace Marchitect.Jinja;

/// <summary><c>{% with a = 1 %}body{% endwith %}</c></summary>
internal sealed class WithStep(
    TemplateText text, Position position, FunctionCode.Load[] loads, (Target Target, Code Value)[] assignments, Step[] body, int[] clears) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        FunctionCode.Load.All(loads, frame);
        foreach (var (target, value) in assignments)
            target.Assign(frame, value.Evaluate(frame));
        var flow = RunAll(body, frame);
        foreach (var slot in clears)
            frame.Slots[slot] = default;
        return flow;
    }
}

/// <summary><c>{% autoescape on %}body{% endautoescape %}</c></summary>
internal sealed class AutoescapeStep(TemplateText text, Position position, FunctionCode.Load[] loads, Code value, Step[] body) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        FunctionCode.Load.All(loads, frame);
        var before = frame.Eval.Autoescape;
        frame.Eval.SetAutoescape(value.IsTrue(frame));
        var flow = RunAll(body, frame);
        frame.Eval.SetAutoescape(before);
        Capture.Clear(frame, loads);
        return flow;
    }
}

/// <summary><c>{% do expression %}</c></summary>
internal sealed class DoStep(TemplateText text, Position position, Code value) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        value.Evaluate(frame);
        return Flow.Next;
    }
}
