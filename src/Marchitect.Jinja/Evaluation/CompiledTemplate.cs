namespace Marchitect.Jinja;

/// <summary>A template ready to be rendered, any number of times and by several threads at once.</summary>
internal sealed class CompiledTemplate(TemplateText text, FunctionCode root, Dictionary<string, FunctionCode> blocks, Func<bool>? isCurrent = null)
{
    public string? Name => text.Name;

    public TemplateText Text => text;

    public IReadOnlyDictionary<string, FunctionCode> Blocks => blocks;

    /// <summary>Whether its source is still the same; null where it never changes.</summary>
    public Func<bool>? IsCurrent => isCurrent;

    public Context NewContext(Engine engine, Rendering rendering, VariableLayer? variables) =>
        new(this, engine, rendering, variables, new(engine, rendering, engine.Options.Autoescape(Name)));

    /// <summary>Renders it, and what it extends, to the output of the rendering.</summary>
    public void Run(Context context)
    {
        var frame = Root.NewFrame(context, null);
        Root.Run(frame);
        if (frame.Extension is not { } extension)
            return;
        context.Rendering.Enter();
        try
        {
            extension.Parent.Run(context);
        }
        catch (TemplateException error) when (error.Through(extension.Place()))
        {
            throw;
        }
        context.Rendering.Leave();
    }

    private FunctionCode Root => root;
}
