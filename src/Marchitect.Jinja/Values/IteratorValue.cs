using System.Collections;

namespace Marchitect.Jinja;

/// <summary>Items that can be gone through once: what Python calls a generator or an iterator.</summary>
internal sealed class IteratorValue(IEnumerator<Value> items, string typeName = "generator", string? function = null) : ValueObject
{
    public override string TypeName => typeName;

    public override bool IsIterable => true;

    // Object addresses mean nothing here; a fixed text at least says what it is.
    public override void WriteRepr(TextOutput output) =>
        output.Append(function is null ? $"<{typeName} object at 0x0>" : $"<{typeName} object {function} at 0x0>");

    public override IEnumerator<Value> Iterate() => new Remaining(items);

    // Who stops early leaves the rest to whoever asks next, so disposing must not end the items.
    private sealed class Remaining(IEnumerator<Value> items) : IEnumerator<Value>
    {
        public Value Current => items.Current;

        object IEnumerator.Current => items.Current;

        public bool MoveNext() => items.MoveNext();

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
