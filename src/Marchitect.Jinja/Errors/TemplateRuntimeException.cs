namespace Marchitect.Jinja;

/// <summary>A template cannot be rendered with these values: a wrong type, index, argument or number.</summary>
public class TemplateRuntimeException : TemplateException
{
    /// <summary>Tells what went wrong; the place is added on the way out. Custom filters, tests and functions throw it.</summary>
    /// <param name="problem">What is wrong, in a sentence without the place.</param>
    /// <param name="inner">What caused it, or null.</param>
    public TemplateRuntimeException(string problem, Exception? inner = null) : base(problem, inner)
    {
    }
}
