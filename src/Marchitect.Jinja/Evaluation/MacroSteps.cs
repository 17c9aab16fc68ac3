namespace Marchitect.Jinja;

/// <summary><c>{% macro name(parameters) %}</c>: makes the macro.</summary>
internal sealed class MacroStep(TemplateText text, Position position, MacroCode macro, Target target) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        target.Assign(frame, new(new MacroValue(macro, frame)));
        return Flow.Next;
    }
}

/// <summary><c>{% call macro() %}body{% endcall %}</c></summary>
internal sealed class CallBlockStep(TemplateText text, Position position, MacroCode body, CallCode call) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        Capture.Print(frame, call.Evaluate(frame, new(new MacroValue(body, frame))), "the call of a call block");
        return Flow.Next;
    }
}
