namespace Marchitect.Jinja;

/// <summary>A variable that another template is to see, and where it lies.</summary>
internal readonly record struct VisibleName(string Name, int Depth, int Slot)
{
    /// <summary>Those that have a value.</summary>
    public static Dictionary<string, Value> Collect(VisibleName[] names, Frame frame)
    {
        var values = new Dictionary<string, Value>();
        foreach (var (name, depth, slot) in names)
        {
            var owner = frame;
            for (var i = depth; i > 0; i--)
                owner = owner.Outer!;
            if (!owner.Slots[slot].IsMissing)
                values.Add(name, owner.Slots[slot]);
        }
        return values;
    }
}

/// <summary><c>{% block name %}</c>: renders the block, or what a template that extends this one has put in its place.</summary>
internal sealed class BlockStep(
    TemplateText text, Position position, string name, bool isRequired, bool checksForParent, VisibleName[]? scoped) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        if (checksForParent && frame.Extension is not null)
            return Flow.Next;
        var context = scoped is null ? frame.Context : frame.Context.Derive(VisibleName.Collect(scoped, frame));
        var stack = context.BlocksOf(name)!;
        if (isRequired && stack.Count <= 1)
            throw Fail.Runtime($"the required block '{name}' is not there");
        frame.Context.Rendering.Enter();
        try
        {
            stack[0].Run(stack[0].NewFrame(context, null));
        }
        catch (TemplateException error) when (stack[0].Text != Text && LeadTo(error, "for the block at"))
        {
            throw;
        }
        frame.Context.Rendering.Leave();
        return Flow.Next;
    }
}

/// <summary><c>{% extends template %}</c></summary>
/// <param name="text">The template it stands in.</param>
/// <param name="position">Where it stands.</param>
/// <param name="template">The template; null where this one extends another already, for certain.</param>
/// <param name="mayFail">Whether it may extend another already.</param>
internal sealed class ExtendsStep(TemplateText text, Position position, Code? template, bool mayFail) : Step(text, position)
{
    public bool AlwaysFails => template is null;

    public override Flow Run(Frame frame)
    {
        if (template is null || mayFail && frame.Extension is not null)
            throw Fail.Runtime("the template extends another one already");
        var parent = frame.Context.Engine.LoadNamed(template.Evaluate(frame));
        frame.Context.AddBlocksBelow(parent);
        frame.Extension = new(parent, () => Text.Place(Position, "extended by"));
        return Flow.Next;
    }
}

/// <summary><c>{% include template %}</c></summary>
internal sealed class IncludeStep(TemplateText text, Position position, Code template, bool ignoresMissing, VisibleName[]? context) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        CompiledTemplate included;
        var choice = template.Evaluate(frame);
        try
        {
            included = frame.Context.Engine.Select(choice);
        }
        catch (TemplateNotFoundException) when (ignoresMissing)
        {
            return Flow.Next;
        }
        catch (TemplateException error) when (error.Place is null ? template.Locate(error) : LeadTo(error, "included from"))
        {
            throw;
        }
        var rendering = frame.Context.Rendering;
        rendering.Enter();
        try
        {
            if (context is null)
                frame.Output.Append(rendering.ModuleOf(included, frame.Context.Engine).Text);
            else
                included.Run(included.NewContext(frame.Context.Engine, rendering, frame.Context.Snapshot(VisibleName.Collect(context, frame))));
        }
        catch (TemplateException error) when (LeadTo(error, "included from"))
        {
            throw;
        }
        rendering.Leave();
        return Flow.Next;
    }
}

/// <summary><c>{% import template as target %}</c></summary>
internal sealed class ImportStep(TemplateText text, Position position, Code template, int slot, string? name, VisibleName[]? context) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        var module = new Value(Importing.Import(this, frame, template, context));
        frame.Slots[slot] = module;
        if (name is not null)
            frame.Context.SetImported(name, module);
        return Flow.Next;
    }
}

/// <summary><c>{% from template import name as alias %}</c></summary>
internal sealed class FromImportStep(
    TemplateText text, Position position, Code template, (string Name, string Alias, int Slot)[] names, bool isTopLevel, VisibleName[]? context) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        var module = Importing.Import(this, frame, template, context);
        foreach (var (name, alias, slot) in names)
        {
            if (!module.TryGetAttribute(frame.Eval, name, out var value))
            {
                value = new(new UndefinedValue(
                    frame.Eval.Options.Undefined,
                    $"the template {(module.Name is null ? "" : $"'{module.Name}' ")}does not export the requested name '{name}'",
                    name,
                    () => Suggestion.For(name, module.Names)));
            }
            frame.Slots[slot] = value;
        }
        if (isTopLevel)
        {
            foreach (var (_, alias, slot) in names)
                frame.Context.SetImported(alias, frame.Slots[slot]);
        }
        return Flow.Next;
    }
}

/// <summary>Making a template that was imported into a module.</summary>
internal static class Importing
{
    public static ModuleValue Import(Step step, Frame frame, Code template, VisibleName[]? context)
    {
        var rendering = frame.Context.Rendering;
        var engine = frame.Context.Engine;
        CompiledTemplate? imported = null;
        try
        {
            imported = engine.LoadNamed(template.Evaluate(frame));
            rendering.Enter();
            var module = context is null
                ? rendering.ModuleOf(imported, engine)
                : ModuleValue.Make(imported, imported.NewContext(engine, rendering, frame.Context.Snapshot(VisibleName.Collect(context, frame))));
            rendering.Leave();
            return module;
        }
        catch (TemplateException error) when (error.Place is null || imported is null && error.TemplateName == step.Text.Name
            ? template.Locate(error)
            : error.Through(step.Text.Place(step.Position, "imported from")))
        {
            throw;
        }
    }
}
