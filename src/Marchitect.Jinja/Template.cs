using System.Diagnostics.CodeAnalysis;

namespace Marchitect.Jinja;

/// <summary>A template, parsed and ready to be rendered any number of times, by any thread.</summary>
/// <remarks>
/// <code>
/// var template = Template.Parse("Hello {{ name }}!");
/// Console.WriteLine(template.Render(new { name = "world" }));
/// </code>
/// Includes and the like need a <see cref="JinjaEnvironment"/> with a loader.
/// </remarks>
public sealed class Template
{
    private readonly JinjaEnvironment _environment;
    private readonly CompiledTemplate _compiled;

    internal Template(JinjaEnvironment environment, CompiledTemplate compiled)
    {
        _environment = environment;
        _compiled = compiled;
    }

    /// <summary>Its name; null where it was given as text without one.</summary>
    public string? Name => _compiled.Name;

    /// <summary>Parses a text in Jinja2's default environment.</summary>
    /// <param name="source">The text of the template.</param>
    /// <returns>The template.</returns>
    /// <exception cref="TemplateSyntaxException">It is not valid.</exception>
    public static Template Parse(string source) => JinjaEnvironment.Default.FromString(source);

    /// <summary>Renders the template without variables.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">It cannot be rendered; the message tells where and why.</exception>
    public string Render() => RenderWith(null);

    /// <summary>Renders the template with a map, e.g. <c>Value.From(jsonNode)</c>.</summary>
    /// <param name="values">The variables by name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">It is no map.</exception>
    /// <exception cref="TemplateException">It cannot be rendered; the message tells where and why.</exception>
    public string Render(Value values) => RenderWith(LayerOf(values));

    /// <summary>Renders the template with what <see cref="Value.From{T}(T)"/> takes for a map: a dictionary, a record, an anonymous object, JSON.</summary>
    /// <typeparam name="T">Its type. Public properties of records are found through it, under NativeAOT too.</typeparam>
    /// <param name="values">The variables by name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">It is no map, or holds something that is no value of a template.</exception>
    /// <exception cref="TemplateException">It cannot be rendered; the message tells where and why.</exception>
    public string Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T values)
        where T : notnull => RenderWith(LayerOf(Value.From(values)));

    /// <summary>Finds out what the template reads from outside, without rendering it, so that it can be looked for beforehand.</summary>
    /// <returns>
    /// Each place, in about the order in which rendering comes by, in this template and in all that it extends, includes and imports by a
    /// constant name. A place where <c>tls.port</c> may be undefined but <c>tls</c> may not (<c>tls.port is defined</c>) is there twice.
    /// Globals are not there. A template that is not there or broken is passed over: rendering tells, where it comes to it.
    /// </returns>
    /// <remarks>
    /// <para>
    /// A branch counts whether or not it will be taken: <c>{% if secure %}{{ certificate }}{% endif %}</c> needs <c>certificate</c>. What is
    /// handed on is not followed, and so counts as tested: <c>{% set port = http_port %}</c>. So does what a macro reads that nothing calls.
    /// </para>
    /// <para>
    /// A template that is included or imported without context sees no variables but globals: what it reads all the same is there, and
    /// giving it does not help.
    /// </para>
    /// </remarks>
    public IReadOnlyList<TemplateVariable> FindVariables() => VariableSearch.In(_compiled, _environment.Engine);

    private VariableLayer LayerOf(in Value values) => values.Instance switch
    {
        DictValue map => new MapLayer(map, _environment.Engine.Globals),
        RecordValue record => new RecordLayer(record, _environment.Engine.Globals),
        _ => throw new ArgumentException($"Variables come as a map from names to values, not as {values.TypeName}.", nameof(values)),
    };

    private string RenderWith(VariableLayer? values)
    {
        var engine = _environment.Engine;
        using var rendering = new Rendering(engine.Options.Limits);
        _compiled.Run(_compiled.NewContext(engine, rendering, values ?? engine.Globals));
        return rendering.Output.ToString();
    }
}
