namespace Marchitect.Jinja;

/// <summary>A value that is known before rendering.</summary>
internal sealed class ConstantCode(TemplateText text, Position position, Value value) : Code(text, position)
{
    private readonly bool _isUnwritable = IsUnwritable(value);

    // Jinja2 writes constants into Python source, where infinity and not-a-number are names that nobody defined.
    public static bool IsUnwritable(in Value value) => value.IsFloat && !double.IsFinite(value.Double);

    public static TemplateRuntimeException Unwritable(in Value value) => Fail.Runtime($"the constant {ValueText.ReprOf(value)} can only be printed");

    public override Value Evaluate(Frame frame)
    {
        if (!_isUnwritable || frame.IsCompiling)
            return value;
        var error = Unwritable(value);
        Locate(error);
        throw error;
    }

    public override bool TryConstant(out Value constant)
    {
        constant = value;
        return true;
    }
}

/// <summary>A list, tuple or dictionary that is known before rendering. It can change, so each evaluation makes it anew, parts included.</summary>
internal sealed class RebuiltCode(TemplateText text, Position position, Value value) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return Rebuild(value, frame.IsCompiling);
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }

    public override bool TryConstant(out Value constant)
    {
        constant = Rebuild(value, true);
        return true;
    }

    /// <summary>Whether Jinja2 would write it into the code it makes.</summary>
    public static bool Takes(in Value value) => value.Instance switch
    {
        null or Markup => !value.IsMissing,
        RangeValue => true,
        ListValue list => list.Items.TrueForAll(item => Takes(item)),
        TupleValue tuple => Array.TrueForAll(tuple.Items, item => Takes(item)),
        DictValue dict => dict.Entries.All(entry => Takes(entry.Key) && Takes(entry.Value)),
        _ => false,
    };

    private static Value Rebuild(in Value value, bool isCompiling)
    {
        switch (value.Instance)
        {
            case ListValue list:
                return new(new ListValue(list.Items.ConvertAll(item => Rebuild(item, isCompiling))));
            case TupleValue tuple:
                return new(new TupleValue(Array.ConvertAll(tuple.Items, item => Rebuild(item, isCompiling))));
            case DictValue dict:
                var copy = new DictValue(dict.Count);
                foreach (var (key, item) in dict.Entries)
                    copy[Rebuild(key, isCompiling)] = Rebuild(item, isCompiling);
                return new(copy);
            default:
                return isCompiling || !ConstantCode.IsUnwritable(value) ? value : throw ConstantCode.Unwritable(value);
        }
    }
}
