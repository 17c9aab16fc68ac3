namespace Marchitect.Jinja;

/// <summary>The variable <c>loop</c>: where a loop stands.</summary>
internal sealed class LoopValue : ValueObject
{
    private readonly Value _items;
    private readonly UndefinedPolicy _policy;
    private readonly Func<Value, int, Value>? _recurse;
    private readonly int _depth0;
    private IEnumerator<Value> _iterator;
    private long? _length;
    private Value _after;
    private Value _current;
    private Value _before;
    private Value _lastChanged;
    private long _index0 = -1;

    /// <summary>Begins a loop.</summary>
    /// <param name="items">What is gone through.</param>
    /// <param name="policy">What may be done with <c>previtem</c> and <c>nextitem</c> where there is none.</param>
    /// <param name="recurse">Renders the body for other items one level deeper; null where the loop is not recursive.</param>
    /// <param name="depth0">How deep a recursive loop is, from 0.</param>
    public LoopValue(in Value items, UndefinedPolicy policy, Func<Value, int, Value>? recurse = null, int depth0 = 0)
    {
        _items = items;
        _policy = policy;
        _recurse = recurse;
        _depth0 = depth0;
        _iterator = Iteration.Of(items);
    }

    public override string TypeName => "LoopContext";

    public override bool IsIterable => true;

    public override bool IsCallable => true;

    public override long? Length => GetLength();

    /// <summary>Goes to the next item.</summary>
    public bool MoveNext(out Value item)
    {
        if (!_after.IsMissing)
        {
            item = _after;
            _after = default;
        }
        else if (_iterator.MoveNext())
        {
            item = _iterator.Current;
        }
        else
        {
            item = default;
            return false;
        }
        _index0++;
        _before = _current;
        _current = item;
        return true;
    }

    public override void WriteRepr(TextOutput output)
    {
        output.Append("<LoopContext ");
        output.Append(_index0 + 1);
        output.Append('/');
        output.Append(GetLength());
        output.Append('>');
    }

    // Going through the loop variable goes on with the loop itself; each item is a pair with the loop.
    public override IEnumerator<Value> Iterate()
    {
        while (MoveNext(out var item))
            yield return new(new TupleValue([item, new(this)]));
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        value = name switch
        {
            "index" => new(_index0 + 1),
            "index0" => new(_index0),
            "first" => new(_index0 == 0),
            "last" => new(!Peek()),
            "length" => new(GetLength()),
            "revindex" => new(GetLength() - _index0),
            "revindex0" => new(GetLength() - _index0 - 1),
            "depth" => new((long)_depth0 + 1),
            "depth0" => new((long)_depth0),
            "previtem" => _index0 == 0 ? Nothing("there is no previous item") : _before,
            "nextitem" => Peek() ? _after : Nothing("there is no next item"),
            "cycle" => new(new BuiltinFunction("cycle", Cycle)),
            "changed" => new(new BuiltinFunction("changed", Changed)),
            _ => default,
        };
        return !value.IsMissing;
    }

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length + keywords.Length != 1 || keywords.Length == 1 && keywords[0].Name != "iterable")
            throw Fail.Type("loop() takes one argument: what to go through next");
        return _recurse is null
            ? throw Fail.Type("the loop must have the 'recursive' marker to be called recursively")
            : _recurse(positional.Length == 1 ? positional[0] : keywords[0].Value, _depth0 + 1);
    }

    private bool Peek()
    {
        if (_after.IsMissing && _iterator.MoveNext())
            _after = _iterator.Current;
        return !_after.IsMissing;
    }

    private long GetLength()
    {
        if (_length is { } known)
            return known;
        if (_items.Reference is string || _items.Instance is { Length: not null })
        {
            _length = Iteration.Length(_items);
        }
        else
        {
            var rest = new List<Value>();
            while (_iterator.MoveNext())
                rest.Add(_iterator.Current);
            _iterator = rest.GetEnumerator();
            _length = rest.Count + _index0 + 1 + (_after.IsMissing ? 0 : 1);
        }
        return _length.Value;
    }

    private Value Nothing(string problem) => new(new UndefinedValue(_policy, problem, null));

    private Value Cycle(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length > 0)
            throw Fail.Type($"cycle() got an unexpected keyword argument '{keywords[0].Name}'");
        return positional.Length == 0 ? throw Fail.Type("no items for cycling given") : positional[(int)(_index0 % positional.Length)];
    }

    private Value Changed(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length > 0)
            throw Fail.Type($"changed() got an unexpected keyword argument '{keywords[0].Name}'");
        var now = new Value(new TupleValue(positional.ToArray()));
        if (!_lastChanged.IsMissing && ValueComparer.Instance.Equals(_lastChanged, now))
            return false;
        _lastChanged = now;
        return true;
    }
}
