namespace Marchitect.Jinja;

/// <summary>What the compiler knows where it stands: names, escaping, and whether it is at the top of the template.</summary>
internal sealed class CompilationFrame
{
    public CompilationFrame(FunctionScope function, EscapeMode escape)
    {
        Function = function;
        Escape = escape;
        Symbols = new(null);
    }

    private CompilationFrame(CompilationFrame parent, FunctionScope function)
    {
        Function = function;
        Escape = parent.Escape;
        Symbols = new(parent.Symbols);
        ChecksForParent = parent.ChecksForParent;
    }

    public FunctionScope Function { get; }

    /// <summary>Escaping where the compiler stands; shared by all frames of a template, and put back by whoever changes it.</summary>
    public EscapeMode Escape { get; }

    public Symbols Symbols { get; private init; }

    /// <summary>Whether output must be left out once the template extends another.</summary>
    public bool ChecksForParent { get; set; }

    /// <summary>The template itself, an <c>if</c> included.</summary>
    public bool IsTopLevel { get; init; }

    /// <summary>The template itself, an <c>if</c> not included.</summary>
    public bool IsRootLevel { get; private set; }

    /// <summary>Within an <c>if</c>, where a filter that does not exist is an error only when it is reached.</summary>
    public bool IsSoft { get; private set; }

    public static CompilationFrame ForTemplate(EscapeMode escape) => new(new(null, 0), escape) { IsTopLevel = true, IsRootLevel = true };

    /// <summary>A scope within this one, in the same function.</summary>
    public CompilationFrame Inner() => new(this, Function);

    /// <summary>A scope within this one that is a function of its own.</summary>
    public CompilationFrame InnerFunction() => new(this, new(Function, Symbols.Level + 1));

    /// <summary>A scope beside this one: in the same function, within the same outer scope.</summary>
    public CompilationFrame Sibling(CompilationFrame outer) => new(outer, Function);

    /// <summary>The same scope, seen from within an <c>if</c>.</summary>
    public CompilationFrame Soft() =>
        new(Function, Escape) { Symbols = Symbols, ChecksForParent = ChecksForParent, IsTopLevel = IsTopLevel, IsSoft = true };
}

/// <summary>Whether output is escaped, as far as it is known before rendering.</summary>
internal sealed class EscapeMode(bool isOn)
{
    public bool IsOn { get; set; } = isOn;

    /// <summary>Whether only rendering will tell.</summary>
    public bool IsVolatile { get; set; }
}
