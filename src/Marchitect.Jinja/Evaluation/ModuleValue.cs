namespace Marchitect.Jinja;

/// <summary>A template that was imported: its exported variables as attributes.</summary>
internal sealed class ModuleValue : ValueObject
{
    private readonly Dictionary<string, Value> _exported;

    private ModuleValue(string? name, string text, Dictionary<string, Value> exported)
    {
        Name = name;
        Text = text;
        _exported = exported;
    }

    public string? Name { get; }

    /// <summary>What the template prints, for an include without context.</summary>
    public string Text { get; }

    public IEnumerable<string> Names => _exported.Keys;

    public override string TypeName => "TemplateModule";

    /// <summary>Renders the template in a context of its own and keeps what it sets.</summary>
    public static ModuleValue Make(CompiledTemplate template, Context context)
    {
        var output = context.Rendering.Output;
        var start = output.Length;
        context.Rendering.Enter();
        template.Run(context);
        context.Rendering.Leave();
        context.Rendering.Budget.Text(output.Length - start);
        return new(template.Name, output.TakeFrom(start), context.Exported());
    }

    public override void WriteText(TextOutput output) => output.Append(Text);

    public override void WriteRepr(TextOutput output)
    {
        output.Append("<TemplateModule ");
        if (Name is null)
            output.Append("memory:0");
        else
            TextRepr.Write(Name, output);
        output.Append('>');
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        if (_exported.TryGetValue(name, out value))
            return true;
        if (name == "__name__")
            value = Name;
        return !value.IsMissing;
    }
}
