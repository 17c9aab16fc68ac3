namespace Marchitect.Jinja;

/// <summary>A template went beyond one of its <see cref="JinjaLimits"/>: it would not end, or use too much memory.</summary>
/// <param name="problem">Which limit, and what it is.</param>
public sealed class TemplateLimitException(string problem) : TemplateRuntimeException(problem);
