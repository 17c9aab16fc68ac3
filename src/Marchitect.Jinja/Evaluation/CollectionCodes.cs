namespace Marchitect.Jinja;

/// <summary><c>[a, b]</c></summary>
internal sealed class ListCode(TemplateText text, Position position, Code[] items) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        var values = new List<Value>(items.Length);
        foreach (var item in items)
            values.Add(item.Evaluate(frame));
        return new(new ListValue(values));
    }

    // A list can change, so each evaluation makes its own; what is made of constants may be looked at before rendering.
    public override bool TryConstant(out Value value) => Constants.TryAll(items, values => new(new ListValue([.. values])), out value);
}

/// <summary><c>a, b</c></summary>
internal sealed class TupleCode(TemplateText text, Position position, Code[] items) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(frame);
        return new(values.Length == 0 ? TupleValue.Empty : new TupleValue(values));
    }

    public override bool TryConstant(out Value value) => Constants.TryAll(items, values => new(new TupleValue(values)), out value);
}

/// <summary><c>{a: b}</c></summary>
internal sealed class DictCode(TemplateText text, Position position, Code[] keys, Code[] values) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        // All of them first: only then does Python ask whether the keys can be keys.
        var entries = new (Value Key, Value Value)[keys.Length];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = (keys[i].Evaluate(frame), values[i].Evaluate(frame));
        try
        {
            var dict = new DictValue(entries.Length);
            foreach (var (key, value) in entries)
                dict[key] = value;
            return new(dict);
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }

    public override bool TryConstant(out Value value)
    {
        var dict = new DictValue(keys.Length);
        value = new(dict);
        for (var i = 0; i < keys.Length; i++)
        {
            // A key that cannot be hashed is an error of rendering.
            if (!keys[i].TryConstant(out var key) || key.Instance is ListValue or DictValue or TupleValue || !values[i].TryConstant(out var item))
                return false;
            dict[key] = item;
        }
        return true;
    }
}

/// <summary>Values that are known before rendering.</summary>
internal static class Constants
{
    public static bool TryAll(Code[] items, Func<Value[], Value> make, out Value value)
    {
        value = default;
        var values = new Value[items.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!items[i].TryConstant(out values[i]))
                return false;
        }
        value = make(values);
        return true;
    }
}
