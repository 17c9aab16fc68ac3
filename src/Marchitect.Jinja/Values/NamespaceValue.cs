namespace Marchitect.Jinja;

/// <summary>A holder of attributes that templates may set: Jinja2's <c>namespace</c>.</summary>
internal sealed class NamespaceValue(DictValue attributes) : ValueObject
{
    public DictValue Attributes { get; } = attributes;

    public override string TypeName => "Namespace";

    public override void WriteRepr(TextOutput output)
    {
        output.Append("<Namespace ");
        Attributes.WriteRepr(output);
        output.Append('>');
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => Attributes.TryGet(name, out value);
}
