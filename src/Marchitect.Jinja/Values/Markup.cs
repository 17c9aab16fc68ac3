namespace Marchitect.Jinja;

/// <summary>A text that counts as escaped: MarkupSafe's <c>Markup</c>. It behaves as the text, and escapes what is put to it.</summary>
internal sealed class Markup(string text) : ValueObject
{
    public string Text { get; } = text;

    public override string TypeName => "Markup";

    public override ValueKind Kind => ValueKind.Text;

    public override bool IsTrue() => Text.Length > 0;

    public override long? Length => StringIndex.Length(Text);

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public override void WriteText(TextOutput output) => output.Append(Text);

    public override void WriteRepr(TextOutput output)
    {
        output.Append("Markup(");
        ValueText.WriteRepr(Text, output);
        output.Append(')');
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => MarkupMethods.Table.TryBind(this, name, out value);

    public override bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        if (!StringIndex.TryGetItem(Text, key, out var text))
        {
            value = default;
            return false;
        }
        value = new(new Markup(text));
        return true;
    }

    // Iterating gives plain texts, as str.__iter__ does.
    public override IEnumerator<Value> Iterate() => StringIndex.Characters(Text);

    public override bool Contains(in Value item) => StringIndex.Contains(Text, item);

    public override bool EqualTo(in Value other) => other.TextOrNull is { } text && text == Text;

    public override int Hash() => Text.GetHashCode(StringComparison.Ordinal);
}
