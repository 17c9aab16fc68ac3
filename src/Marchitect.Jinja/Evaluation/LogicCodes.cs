namespace Marchitect.Jinja;

/// <summary><c>not operand</c></summary>
internal sealed class NotCode(TemplateText text, Position position, Code operand) : Code(text, position)
{
    public override Value Evaluate(Frame frame) => new(IsTrue(frame));

    public override bool IsTrue(Frame frame)
    {
        try
        {
            return !operand.IsTrue(frame);
        }
        catch (TemplateException error) when (operand.Locate(error))
        {
            throw;
        }
    }
}

/// <summary><c>left and right</c>, <c>left or right</c>: one of the two values, the right one only where the left does not decide.</summary>
internal sealed class LogicCode(TemplateText text, Position position, bool isAnd, Code left, Code right) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        try
        {
            var value = left.Evaluate(frame);
            return value.IsTrue() == isAnd ? right.Evaluate(frame) : value;
        }
        catch (TemplateException error) when (left.Locate(error))
        {
            throw;
        }
    }

    public override bool IsTrue(Frame frame)
    {
        try
        {
            return left.IsTrue(frame) == isAnd ? right.IsTrue(frame) : !isAnd;
        }
        catch (TemplateException error) when (left.Locate(error))
        {
            throw;
        }
    }
}

/// <summary><c>then if test else otherwise</c></summary>
internal sealed class ConditionalCode(TemplateText text, Position position, Code test, Code then, Code? otherwise) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        bool holds;
        try
        {
            holds = test.IsTrue(frame);
        }
        catch (TemplateException error) when (test.Locate(error))
        {
            throw;
        }
        if (holds)
            return then.Evaluate(frame);
        // Jinja2 is lenient here whatever the environment says: it prints as nothing.
        return otherwise?.Evaluate(frame) ?? new(new UndefinedValue(
            UndefinedPolicy.Lenient, "the inline if-expression evaluated to false and no else section was defined", null));
    }
}

/// <summary><c>a ~ b</c>: their texts together.</summary>
internal sealed class ConcatCode(TemplateText text, Position position, Code[] items, bool escapes) : Code(text, position)
{
    public override Value Evaluate(Frame frame)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(frame);
        var texts = new string[items.Length];
        var isSafe = false;
        long length = 0;
        var at = 0;
        try
        {
            for (; at < texts.Length; at++)
            {
                texts[at] = ValueText.Of(values[at]);
                length += texts[at].Length;
                isSafe |= escapes && values[at].Reference is Markup;
            }
        }
        catch (TemplateException error) when (items[at].Locate(error))
        {
            throw;
        }
        try
        {
            frame.Eval.Budget.Text(length);
        }
        catch (TemplateException error) when (Locate(error))
        {
            throw;
        }
        // One safe text makes the whole safe, so the others are escaped.
        if (!isSafe)
            return new(string.Concat(texts));
        for (var i = 0; i < texts.Length; i++)
        {
            if (values[i].Reference is not Markup)
                texts[i] = HtmlEscape.Escape(texts[i]);
        }
        return Value.Safe(string.Concat(texts));
    }
}
