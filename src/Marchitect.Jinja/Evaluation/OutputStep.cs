namespace Marchitect.Jinja;

/// <summary>Text and printed values.</summary>
/// <param name="text">The template it stands in.</param>
/// <param name="position">Where it stands.</param>
/// <param name="parts">Each either a text or an expression.</param>
/// <param name="escape">Whether values are escaped.</param>
/// <param name="checksForParent">Whether nothing is printed once the template extends another.</param>
internal sealed class OutputStep(TemplateText text, Position position, OutputPart[] parts, Escaping escape, bool checksForParent) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        if (checksForParent && frame.Extension is not null)
            return Flow.Next;
        var output = frame.Output;
        var escapes = escape == Escaping.On || escape == Escaping.Asked && frame.Eval.Autoescape;
        var at = 0;
        try
        {
            for (; at < parts.Length; at++)
            {
                var part = parts[at];
                if (part.Code is null)
                    output.Append(part.Text);
                else if (escapes)
                    HtmlEscape.WriteEscaped(part.Code.Evaluate(frame), output);
                else
                    ValueText.Write(part.Code.Evaluate(frame), output);
            }
        }
        catch (TemplateException error) when (parts[at].Code?.Locate(error) ?? Locate(error))
        {
            throw;
        }
        return Flow.Next;
    }
}

/// <summary>A part of the output: a text, or an expression to print.</summary>
internal readonly record struct OutputPart(string Text, Code? Code);

internal enum Escaping
{
    Off,
    On,

    /// <summary>Only rendering tells.</summary>
    Asked,
}
