namespace Marchitect.Jinja;

/// <summary>An object of the host program, of which templates see the members alone.</summary>
internal sealed class RecordValue : ValueObject
{
    private readonly object _instance;
    private readonly RecordShape? _shape;

    public RecordValue(object instance, RecordShape shape) => (_instance, _shape) = (instance, shape);

    public RecordValue(ITemplateRecord record) => _instance = record;

    public override string TypeName => _instance.GetType().Name;

    public override bool HasItems => true;

    public IEnumerable<string> Names => _shape?.Names ?? ((ITemplateRecord)_instance).MemberNames;

    /// <summary>A member, read now.</summary>
    /// <exception cref="TemplateRuntimeException">It holds what is no value of a template.</exception>
    public bool TryGet(string name, out Value value)
    {
        if (_shape is null)
            return ((ITemplateRecord)_instance).TryGetMember(name, out value);
        value = default;
        if (!_shape.TryRead(_instance, name, out var member))
            return false;
        try
        {
            value = Value.FromPart(member, 0);
        }
        catch (ArgumentException error)
        {
            throw new TemplateRuntimeException($"the member '{name}' of {TypeName} is no value of a template: {error.Message}", error);
        }
        return true;
    }

    // What it prints of itself is the host program's; its members are what was passed in.
    public override void WriteRepr(TextOutput output)
    {
        if (!output.Enter(this))
        {
            output.Append("...");
            return;
        }
        output.Append(TypeName);
        output.Append('(');
        var first = true;
        foreach (var name in Names)
        {
            if (!first)
                output.Append(", ");
            first = false;
            output.Append(name);
            output.Append('=');
            if (TryGet(name, out var value))
                ValueText.WriteRepr(value, output);
        }
        output.Append(')');
        output.Leave();
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => TryGet(name, out value);

    public override bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        value = default;
        return key.TextOrNull is { } name && TryGet(name, out value);
    }

    public override bool EqualTo(in Value other) => other.Instance is RecordValue record && _instance.Equals(record._instance);

    public override int Hash() => _instance.GetHashCode();
}
