namespace Marchitect.Jinja;

/// <summary>What kinds of loops have in common: the items, the test, the body.</summary>
/// <param name="Items">What is gone through.</param>
/// <param name="Target">What each item is put into.</param>
/// <param name="Test">Which items count; null for all.</param>
/// <param name="LoopSlot">Where <c>loop</c> goes, or -1 where nobody asks for it.</param>
/// <param name="Loads">How the variables of the body begin, each time.</param>
/// <param name="Body">What is done for each.</param>
/// <param name="OtherwiseLoads">How the variables of the <c>else</c> begin.</param>
/// <param name="Otherwise">What is done where there was none.</param>
/// <param name="Clears">The variables that have no value after the loop.</param>
internal sealed record LoopCode(
    Code Items,
    Target Target,
    LoopTest? Test,
    int LoopSlot,
    FunctionCode.Load[] Loads,
    Step[] Body,
    FunctionCode.Load[] OtherwiseLoads,
    Step[] Otherwise,
    int[] Clears);

/// <summary>The test of a loop: a function with a target of its own.</summary>
internal sealed record LoopTest(FunctionCode Function, Target Target, Code Condition)
{
    /// <summary>The items for which it holds, found as they are asked for.</summary>
    public IEnumerator<Value> Filter(Frame outer, Value items)
    {
        var frame = Function.NewFrame(outer.Context, outer);
        using var iterator = Iteration.Of(items);
        while (iterator.MoveNext())
        {
            outer.Eval.Budget.Iterate();
            bool holds;
            try
            {
                Target.Assign(frame, iterator.Current);
                holds = Condition.IsTrue(frame);
            }
            catch (TemplateException error) when (Condition.Locate(error))
            {
                throw;
            }
            if (holds)
                yield return Target.Read(frame);
        }
    }
}

/// <summary>A loop.</summary>
internal sealed class ForStep(TemplateText text, Position position, LoopCode code) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        Value items;
        try
        {
            items = code.Items.Evaluate(frame);
            if (code.Test is not null)
                items = new(new IteratorValue(code.Test.Filter(frame, RequireIterable(items))));
        }
        catch (TemplateException error) when (code.Items.Locate(error))
        {
            throw;
        }
        LoopRun.Go(frame, frame, code, items, code.Items, code.LoopSlot < 0 ? null : NewLoop(frame, items));
        return Flow.Next;
    }

    private LoopValue NewLoop(Frame frame, in Value items)
    {
        try
        {
            return new(items, frame.Eval.Options.Undefined);
        }
        catch (TemplateException error) when (code.Items.Locate(error))
        {
            throw;
        }
    }

    // A filtered loop asks only when it begins to go through the items, but is told of a wrong kind of value at once.
    private static Value RequireIterable(in Value items) => Iteration.IsIterable(items) ? items : throw Fail.NotIterable(items.TypeName);
}

/// <summary>A recursive loop: its body is a function that <c>loop(...)</c> calls again.</summary>
internal sealed class RecursiveForStep(TemplateText text, Position position, LoopCode code, FunctionCode body) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        RunLevel(frame, code.Items.Evaluate(frame), 0);
        return Flow.Next;
    }

    private void RunLevel(Frame outer, Value items, int depth)
    {
        var rendering = outer.Context.Rendering;
        rendering.Enter();
        var frame = body.NewFrame(outer.Context, outer);
        if (code.Test is not null)
            items = new(new IteratorValue(code.Test.Filter(outer, items)));
        LoopValue loop;
        try
        {
            loop = new(items, outer.Eval.Options.Undefined, (further, deeper) => Capture(outer, further, deeper), depth);
        }
        catch (TemplateException error) when (code.Items.Locate(error))
        {
            throw;
        }
        LoopRun.Go(frame, outer, code, items, code.Items, loop);
        rendering.Leave();
    }

    private Value Capture(Frame outer, Value items, int depth)
    {
        var start = outer.Output.Length;
        RunLevel(outer, items, depth);
        outer.Eval.Budget.Text(outer.Output.Length - start);
        var text = outer.Output.TakeFrom(start);
        return outer.Eval.Autoescape ? Value.Safe(text) : new(text);
    }
}

/// <summary>Going through the items of a loop.</summary>
internal static class LoopRun
{
    public static void Go(Frame frame, Frame outer, LoopCode code, in Value items, Code place, LoopValue? loop)
    {
        var budget = frame.Eval.Budget;
        // Nothing in the body can change what the names further out mean, so they are looked up once.
        var begin = code.Loads.Length == 0 ? null : new Value[code.Loads.Length];
        FunctionCode.Load.All(code.Loads, frame);
        for (var i = 0; i < begin?.Length; i++)
            begin[i] = frame.Slots[code.Loads[i].Slot];

        var isDone = false;
        try
        {
            if (loop is not null)
            {
                while (loop.MoveNext(out var item) && Once(item))
                {
                }
            }
            else if (items.Reference is ListValue list)
            {
                for (var i = 0; i < list.Items.Count && Once(list.Items[i]); i++)
                {
                }
            }
            else
            {
                using var iterator = Iteration.Of(items);
                while (iterator.MoveNext() && Once(iterator.Current))
                {
                }
            }
        }
        catch (TemplateException error) when (place.Locate(error))
        {
            throw;
        }
        foreach (var slot in code.Clears)
            frame.Slots[slot] = default;
        if (isDone || code.Otherwise.Length == 0)
            return;
        FunctionCode.Load.All(code.OtherwiseLoads, frame);
        Step.RunAll(code.Otherwise, frame);
        foreach (var load in code.OtherwiseLoads)
            frame.Slots[load.Slot] = default;

        bool Once(in Value item)
        {
            budget.Iterate();
            for (var i = 0; i < begin?.Length; i++)
                frame.Slots[code.Loads[i].Slot] = begin[i];
            if (loop is not null)
                frame.Slots[code.LoopSlot] = new(loop);
            code.Target.Assign(frame, item);
            var flow = Step.RunAll(code.Body, frame);
            // As in Jinja2, only a body that runs to its end counts against the else.
            isDone |= flow == Flow.Next;
            return flow != Flow.Break;
        }
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c></summary>
internal sealed class LeaveLoopStep(TemplateText text, Position position, Flow flow) : Step(text, position)
{
    public override Flow Run(Frame frame) => flow;
}
