namespace Marchitect.Jinja;

/// <summary>What is not defined: it knows why, and which of its uses are errors.</summary>
internal sealed class UndefinedValue(UndefinedPolicy policy, string problem, string? name, Func<string?>? remedy = null) : ValueObject
{
    public UndefinedPolicy Policy { get; } = policy;

    /// <summary>Why it is undefined, e.g. <c>'server_nmae' is undefined</c>.</summary>
    public string Problem { get; } = problem;

    public string? Name { get; } = name;

    public override string TypeName => "Undefined";

    public override ValueKind Kind => ValueKind.Undefined;

    /// <summary>What every forbidden use throws.</summary>
    public UndefinedException Error() => new(Problem, Name) { Remedy = remedy?.Invoke(), Maker = Maker };

    /// <summary>The expression that gave it, to be shown where its use fails; null where nobody said.</summary>
    public object? Maker { get; set; }

    /// <summary>What a forbidden use of a value that is undefined, or was never set, throws.</summary>
    public static UndefinedException ErrorOf(in Value value) => (value.Instance as UndefinedValue)?.Error() ?? new("a value is undefined", null);

    private bool IsLenient => Policy is UndefinedPolicy.Lenient or UndefinedPolicy.Chainable;

    public override long? Length => IsLenient ? 0 : throw Error();

    public override bool IsIterable => true;

    // Python calls it callable, since the class has __call__: calling it is the error.
    public override bool IsCallable => true;

    public override bool IsTrue() => Policy == UndefinedPolicy.Strict ? throw Error() : false;

    public override void WriteText(TextOutput output)
    {
        if (!IsLenient)
            throw Error();
    }

    public override void WriteRepr(TextOutput output) => output.Append("Undefined");

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        value = new(this);
        if (Policy == UndefinedPolicy.Chainable)
            return true;
        // Names of Python's own protocols are asked for by Python, not by a person.
        if (name.StartsWith("__", StringComparison.Ordinal))
            return false;
        throw Error();
    }

    public override bool TryGetItem(CallContext context, in Value key, out Value value)
    {
        value = new(this);
        return Policy == UndefinedPolicy.Chainable ? true : throw Error();
    }

    public override IEnumerator<Value> Iterate() => IsLenient ? Enumerable.Empty<Value>().GetEnumerator() : throw Error();

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) => throw Error();

    public override bool Contains(in Value item) => IsLenient ? false : throw Error();

    public override bool EqualTo(in Value other)
    {
        if (!IsLenient)
            throw Error();
        return other.Instance is UndefinedValue undefined && (undefined.IsLenient ? true : throw undefined.Error());
    }

    public override int Hash() => IsLenient ? 0 : throw Error();
}
