namespace Marchitect.Jinja;

/// <summary>The code of a function of a template: see <see cref="FunctionScope"/>.</summary>
internal sealed class FunctionCode(TemplateText text)
{
    private Load[] _loads = [];
    private Step[] _steps = [];

    public TemplateText Text { get; } = text;

    public int SlotCount { get; private set; }

    /// <summary>The name of the block, where it is one.</summary>
    public string? BlockName { get; init; }

    /// <summary>Where <c>self</c> goes, or -1.</summary>
    public int SelfSlot { get; set; } = -1;

    /// <summary>Where a block's <c>super</c> goes, or -1.</summary>
    public int SuperSlot { get; set; } = -1;

    /// <summary>Fills in what the compiler knows only when it is through with the body.</summary>
    public void Complete(FunctionScope scope, Load[] loads, Step[] steps)
    {
        SlotCount = scope.SlotCount;
        _loads = loads;
        _steps = steps;
    }

    public Frame NewFrame(Context context, Frame? outer)
    {
        var frame = new Frame(this, context, outer);
        Load.All(_loads, frame);
        if (SelfSlot >= 0)
            frame.Slots[SelfSlot] = new(new TemplateReference(context));
        if (SuperSlot >= 0)
            frame.Slots[SuperSlot] = context.Super(BlockName!, this);
        return frame;
    }

    public Flow Run(Frame frame) => Step.RunAll(_steps, frame);

    /// <summary>How a variable gets its value when a scope is entered.</summary>
    internal readonly record struct Load(int Slot, LoadKind Kind, string Name, int SourceDepth, int SourceSlot)
    {
        public static void All(Load[] loads, Frame frame)
        {
            foreach (ref readonly var load in loads.AsSpan())
            {
                frame.Slots[load.Slot] = load.Kind switch
                {
                    LoadKind.Resolve => frame.Context.Resolve(load.Name),
                    LoadKind.Alias => Outer(frame, load.SourceDepth).Slots[load.SourceSlot],
                    _ => default,
                };
            }
        }

        private static Frame Outer(Frame frame, int depth)
        {
            for (; depth > 0; depth--)
                frame = frame.Outer!;
            return frame;
        }
    }
}
