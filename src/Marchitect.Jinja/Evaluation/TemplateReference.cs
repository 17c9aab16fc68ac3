namespace Marchitect.Jinja;

/// <summary>The variable <c>self</c>: the blocks of a template by name.</summary>
internal sealed class TemplateReference(Context context) : ValueObject
{
    public override string TypeName => "TemplateReference";

    public override bool HasItems => true;

    public override void WriteRepr(TextOutput output) => output.Append($"<TemplateReference {(context.Template.Name is { } name ? ValueText.ReprOf(name) : "None")}>");

    public override bool TryGetItem(CallContext caller, in Value key, out Value value)
    {
        value = key.TextOrNull is { } name && context.BlocksOf(name) is { } stack ? new(new BlockReference(name, context, stack, 0)) : default;
        return !value.IsMissing;
    }
}
