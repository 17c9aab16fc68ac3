using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>The arguments of a call.</summary>
/// <param name="Positional">Those given by place.</param>
/// <param name="Keywords">Those given by name.</param>
/// <param name="MorePositional"><c>*value</c>, or null.</param>
/// <param name="MoreKeywords"><c>**value</c>, or null.</param>
internal sealed record ArgumentCodes(Code[] Positional, (string Name, Code Value)[] Keywords, Code? MorePositional, Code? MoreKeywords)
{
    public static ArgumentCodes None { get; } = new([], [], null, null);

    /// <summary>Computes the arguments and calls.</summary>
    /// <param name="frame">Where it is called.</param>
    /// <param name="callee">What is called.</param>
    /// <param name="first">An argument that comes before all others, or missing.</param>
    /// <param name="caller">The body of a call block, or missing.</param>
    public Value Call(Frame frame, ValueObject callee, in Value first, in Value caller = default)
    {
        if (MorePositional is not null || MoreKeywords is not null)
            return CallWithMore(frame, callee, first, caller);
        var skip = first.IsMissing ? 0 : 1;
        var count = Positional.Length + skip;
        // A call of few arguments needs no heap.
        var few = default(Few);
        Span<Value> positional = few;
        positional = count <= positional.Length ? positional[..count] : new Value[count];
        if (skip == 1)
            positional[0] = first;
        for (var i = 0; i < Positional.Length; i++)
            positional[i + skip] = Positional[i].Evaluate(frame);
        return callee.Call(frame.Eval, positional, Keywords.Length == 0 && caller.IsMissing ? [] : EvaluateKeywords(frame, caller).ToArray());
    }

    private List<KeywordArgument> EvaluateKeywords(Frame frame, in Value caller)
    {
        var keywords = new List<KeywordArgument>(Keywords.Length + 1);
        foreach (var (name, value) in Keywords)
            keywords.Add(new(name, value.Evaluate(frame)));
        if (!caller.IsMissing)
            keywords.Add(new("caller", caller));
        return keywords;
    }

    private Value CallWithMore(Frame frame, ValueObject callee, in Value first, in Value caller)
    {
        var positional = new List<Value>();
        if (!first.IsMissing)
            positional.Add(first);
        foreach (var argument in Positional)
            positional.Add(argument.Evaluate(frame));
        if (MorePositional is not null)
            positional.AddRange(Iteration.ToList(frame.Eval, MorePositional.Evaluate(frame)));
        var keywords = EvaluateKeywords(frame, caller);
        if (MoreKeywords is not null)
            AddKeywords(keywords, MoreKeywords.Evaluate(frame));
        return callee.Call(frame.Eval, positional.ToArray(), keywords.ToArray());
    }

    private static void AddKeywords(List<KeywordArgument> keywords, in Value more)
    {
        if (more.Instance is UndefinedValue undefined)
            throw undefined.Error();
        if (more.Instance is not DictValue dict)
            throw Fail.Type($"the argument after ** must be a mapping, not {more.TypeName}");
        foreach (var (key, value) in dict.Entries)
        {
            var name = key.TextOrNull ?? throw Fail.Type("keywords must be texts");
            if (keywords.Exists(given => given.Name == name))
                throw Fail.Type($"got multiple values for keyword argument '{name}'");
            keywords.Add(new(name, value));
        }
    }

    [InlineArray(5)]
    private struct Few
    {
        private Value _first;
    }
}

/// <summary><c>callee(arguments)</c></summary>
internal sealed class CallCode(TemplateText text, Position position, Code callee, ArgumentCodes arguments) : Code(text, position)
{
    private readonly AttributeCode? _method = callee as AttributeCode;

    public override Value Evaluate(Frame frame) => Evaluate(frame, default);

    public Value Evaluate(Frame frame, in Value caller)
    {
        var isMacro = false;
        try
        {
            Value function;
            if (_method is null)
            {
                function = callee.Evaluate(frame);
            }
            else
            {
                var self = _method.Target.Evaluate(frame);
                // A method of a built-in type is called with its object as first argument, without binding the two first.
                if (MethodOf(self, _method.Name) is { } method)
                    return arguments.Call(frame, method, self, caller);
                function = AttributeOf(frame, self);
            }
            isMacro = function.Reference is MacroValue or BlockReference or LoopValue;
            // What cannot be called is told only after the arguments, as in Python.
            return arguments.Call(frame, function.Instance ?? new NotCallable(function.TypeName), default, caller);
        }
        catch (TemplateException error) when (isMacro ? LeadTo(error) : Locate(error))
        {
            throw;
        }
    }

    private Value AttributeOf(Frame frame, in Value self)
    {
        try
        {
            return _method!.Of(frame, self);
        }
        catch (TemplateException error) when (_method!.Locate(error))
        {
            throw;
        }
    }

    private static BuiltinFunction? MethodOf(in Value self, string name) => self.Reference switch
    {
        string => StringMethods.Table.Find(name),
        ListValue => ListMethods.Table.Find(name),
        DictValue => DictMethods.Table.Find(name),
        _ => null,
    };

    // An argument that failed is no way into the macro.
    private bool LeadTo(TemplateException error) => error.Place is null || error.Place.Line == Position.Line && error.TemplateName == Text.Name
        ? Locate(error)
        : error.Through(Text.Place(Position, "called from"));
}

/// <summary><c>target|name(arguments)</c></summary>
internal sealed class FilterCode(TemplateText text, Position position, Code target, string name, ValueObject? filter, ArgumentCodes arguments) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return arguments.Call(frame, filter ?? new Unknown("filter", name), target.Evaluate(frame));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary><c>target is name(arguments)</c></summary>
internal sealed class TestCode(TemplateText text, Position position, Code target, string name, ValueObject? test, ArgumentCodes arguments) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            return arguments.Call(frame, test ?? new Unknown("test", name), target.Evaluate(frame));
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
    }
}

/// <summary>A value that is called and cannot be.</summary>
internal sealed class NotCallable(string typeName) : ValueObject
{
    public override string TypeName => typeName;

    public override void WriteRepr(TextOutput output) => output.Append(typeName);
}

/// <summary>A filter or test that does not exist, where that is an error only when it is reached.</summary>
internal sealed class Unknown(string what, string name) : ValueObject
{
    public override string TypeName => what;

    public override void WriteRepr(TextOutput output) => output.Append(name);

    public override Value Call(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        throw Fail.Runtime($"there is no {what} '{name}'");
}
