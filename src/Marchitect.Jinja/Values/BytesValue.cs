namespace Marchitect.Jinja;

/// <summary>Bytes, which only <c>encode</c> makes: as much of Python's <c>bytes</c> as shows in templates.</summary>
internal sealed class BytesValue(byte[] bytes) : ValueObject
{
    public byte[] Bytes { get; } = bytes;

    public override string TypeName => "bytes";

    public override long? Length => Bytes.Length;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public override void WriteRepr(TextOutput output)
    {
        var quote = Bytes.AsSpan().Contains((byte)'\'') && !Bytes.AsSpan().Contains((byte)'"') ? '"' : '\'';
        output.Append('b');
        output.Append(quote);
        foreach (var b in Bytes)
            TextRepr.WriteAscii((char)b, quote, output);
        output.Append(quote);
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => BytesMethods.Table.TryBind(this, name, out value);

    public override bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        value = default;
        if (!Sequences.TryIndex(key, Bytes.Length, out var index))
            return false;
        value = new((long)Bytes[index]);
        return true;
    }

    public override IEnumerator<Value> Iterate()
    {
        foreach (var b in Bytes)
            yield return new((long)b);
    }

    public override bool Contains(in Value item)
    {
        if (item.Instance is BytesValue part)
            return Bytes.AsSpan().IndexOf(part.Bytes) >= 0;
        if (!item.TryInt64(out var number))
            throw Fail.Type($"a bytes-like object is required, not '{item.TypeName}'");
        return number is >= 0 and < 256 ? Bytes.AsSpan().Contains((byte)number) : throw Fail.Value("byte must be in range(0, 256)");
    }

    public override bool EqualTo(in Value other) => other.Instance is BytesValue bytes && Bytes.AsSpan().SequenceEqual(bytes.Bytes);

    public override int Hash()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
