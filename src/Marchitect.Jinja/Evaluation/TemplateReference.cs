namespace Marchitect.Jinja;

/// <summary>The variable <c>self</c>: the blocks of a template by name.</summary>
internal sealed class TemplateReference(Context context) : ValueObject
{
    public override string TypeName => "TemplateReference";

    public override bool HasItems => true;

    // Python takes whatever can be asked for items for something to go through, and asks it for number 0, which is no block.
    public override bool IsIterable => true;

    public override IEnumerator<Value> Iterate() => throw Fail.Runtime("there is no block called 0");

    public override void WriteRepr(TextOutput output) => output.Append($"<TemplateReference {(context.Template.Name is { } name ? ValueText.ReprOf(name) : "None")}>");

    public override bool TryGetItem(CallContext caller, in Value key, out Value value)
    {
        value = key.TextOrNull is { } name && context.BlocksOf(name) is { } stack ? new(new BlockReference(name, context, stack, 0)) : default;
        return !value.IsMissing;
    }
}
