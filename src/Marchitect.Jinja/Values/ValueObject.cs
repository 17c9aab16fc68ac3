namespace Marchitect.Jinja;

/// <summary>A value that is more than a number or a text. What it does not override, it cannot do, as an <c>object</c> of Python.</summary>
internal abstract class ValueObject
{
    /// <summary>The name of its type, as Python has it.</summary>
    public abstract string TypeName { get; }

    public virtual ValueKind Kind => ValueKind.Other;

    /// <summary>How many items it has, or null where it has no length.</summary>
    public virtual long? Length => null;

    /// <summary>Whether a key or index can be asked of it (<c>__getitem__</c>).</summary>
    public virtual bool HasItems => false;

    public virtual bool IsIterable => false;

    public virtual bool IsCallable => false;

    public virtual bool IsTrue() => Length is not 0;

    /// <summary>What <c>str</c> gives; written like <see cref="WriteRepr"/> where nothing else is said.</summary>
    public virtual void WriteText(TextOutput output) => WriteRepr(output);

    /// <summary>What <c>repr</c> gives.</summary>
    public abstract void WriteRepr(TextOutput output);

    /// <summary>Its attribute (<c>value.name</c>), methods included, or false where it has none of that name.</summary>
    public virtual bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary>Its item (<c>value[key]</c>), or false where it has none: no such key, out of range, no such kind of key.</summary>
    /// <exception cref="TemplateRuntimeException">The key cannot be asked for in a way that Jinja does not forgive.</exception>
    public virtual bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary>Its items, one after another, live: what is changed meanwhile is seen.</summary>
    /// <exception cref="TemplateRuntimeException">It cannot be iterated.</exception>
    public virtual IEnumerator<Value> Iterate() => throw Fail.NotIterable(TypeName);

    /// <summary>Calls it.</summary>
    public virtual Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        throw Fail.Type($"'{TypeName}' object is not callable");

    /// <summary>Whether an item is in it (<c>item in value</c>).</summary>
    public virtual bool Contains(in Value item)
    {
        if (!IsIterable)
            throw Fail.NotIterable(TypeName, "argument of type ");
        using var items = Iterate();
        while (items.MoveNext())
        {
            if (ValueComparer.SameOrEqual(items.Current, item))
                return true;
        }
        return false;
    }

    /// <summary>Whether it equals another value that is not the same object. Undefined values may throw.</summary>
    public virtual bool EqualTo(in Value other) => false;

    /// <summary>Its hash.</summary>
    /// <exception cref="TemplateRuntimeException">It cannot be a key.</exception>
    public virtual int Hash() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
