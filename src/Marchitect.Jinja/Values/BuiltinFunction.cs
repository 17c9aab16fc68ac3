using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>What a built-in filter, test, function or method does. Arguments that were not given are missing.</summary>
internal delegate Value Builtin(CallContext context, ReadOnlySpan<Value> arguments);

/// <summary>What a built-in does that takes any arguments.</summary>
internal delegate Value VariadicBuiltin(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords);

/// <summary>A built-in filter, test, function or method.</summary>
internal sealed class BuiltinFunction : ValueObject
{
    private readonly Signature? _signature;
    private readonly Builtin? _body;
    private readonly VariadicBuiltin? _variadic;
    private readonly string _repr;

    public BuiltinFunction(Signature signature, Builtin body, string? repr = null)
    {
        _signature = signature;
        _body = body;
        _repr = repr ?? $"<function {signature.Name}>";
    }

    public BuiltinFunction(string name, VariadicBuiltin body, string? repr = null)
    {
        _variadic = body;
        _repr = repr ?? $"<function {name}>";
    }

    public override string TypeName => "function";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override void WriteRepr(TextOutput output) => output.Append(_repr);

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (_signature is null)
            return _variadic!(context, positional, keywords);
        if (_signature.Fits(positional.Length, keywords.Length))
            return _body!(context, positional);
        var bound = default(Bound);
        Span<Value> slots = bound;
        slots = slots[.._signature.Count];
        _signature.Bind(positional, keywords, slots);
        return _body!(context, slots);
    }

    // No built-in has more parameters than this.
    [InlineArray(8)]
    private struct Bound
    {
        private Value _first;
    }
}
