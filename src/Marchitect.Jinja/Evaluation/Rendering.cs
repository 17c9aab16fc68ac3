using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>One call of <c>Render</c>: its output, what it has used up, and the modules it has imported. One thread's.</summary>
internal sealed class Rendering(JinjaLimits limits) : IDisposable
{
    private Dictionary<CompiledTemplate, ModuleValue>? _modules;
    private int _depth;

    public TextOutput Output { get; } = new(limits.TextLength);

    public Budget Budget { get; } = new(limits);

    /// <summary>Goes one level deeper, into a macro, an include, a block or a recursive loop.</summary>
    /// <exception cref="TemplateLimitException">That is too deep.</exception>
    public void Enter()
    {
        if (++_depth > limits.Depth)
            throw new TemplateLimitException($"templates, macros, blocks and loops call one another more than {limits.Depth.ToString(CultureInfo.InvariantCulture)} levels deep, perhaps without end ({nameof(JinjaLimits)}.{nameof(JinjaLimits.Depth)})");
    }

    /// <summary>Comes back.</summary>
    public void Leave() => _depth--;

    /// <summary>The template as a module without context: run once a rendering, however often it is imported.</summary>
    public ModuleValue ModuleOf(CompiledTemplate template, Engine engine)
    {
        _modules ??= [];
        if (!_modules.TryGetValue(template, out var module))
            _modules.Add(template, module = ModuleValue.Make(template, template.NewContext(engine, this, engine.Globals)));
        return module;
    }

    public void Dispose() => Output.Dispose();
}
