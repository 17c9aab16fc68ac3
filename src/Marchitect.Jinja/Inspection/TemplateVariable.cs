namespace Marchitect.Jinja;

/// <summary>A place where a template reads a variable that it does not set itself: whoever renders it is to give one.</summary>
/// <param name="Name">The variable, e.g. <c>tls</c>.</param>
/// <param name="Path">
/// The variable and what is reached in it by constant names, e.g. <c>tls</c>, <c>port</c> for <c>tls.port</c> and <c>tls['port']</c>. It ends before
/// the first key that is computed or a number, and before a method that is called: <c>tls.names[0]</c> gives <c>tls</c>, <c>names</c>.
/// </param>
/// <param name="IsTested">
/// Whether the path may be undefined at this place, as in <c>tls is defined</c> and <c>tls | default(none)</c>, within <c>{% if tls is defined %}</c>
/// or <c>{% if tls %}</c>, or where <see cref="JinjaOptions.Undefined"/> permits what is done with it. True as well where that cannot be known.
/// </param>
/// <param name="TemplateName">The template the place is in, or null where it was given as text.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column of the variable, from 1, in UTF-16 code units.</param>
public sealed record TemplateVariable(string Name, IReadOnlyList<string> Path, bool IsTested, string? TemplateName, int Line, int Column);
