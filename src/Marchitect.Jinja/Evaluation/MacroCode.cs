namespace Marchitect.Jinja;

/// <summary>The code of a macro, or of the body of a call block.</summary>
/// <param name="Name">Its name; null for a call block.</param>
/// <param name="Function">Its body.</param>
/// <param name="Parameters">Its declared parameters, in order.</param>
/// <param name="CallerSlot">Where <c>caller</c> goes; -1 where the body does not use it, or it is a declared parameter.</param>
/// <param name="UsesCaller">Whether the body uses <c>caller</c>.</param>
/// <param name="KeywordsSlot">Where further keyword arguments go as <c>kwargs</c>, or -1.</param>
/// <param name="VarargsSlot">Where further positional arguments go as <c>varargs</c>, or -1.</param>
internal sealed record MacroCode(
    string? Name, FunctionCode Function, MacroParameter[] Parameters, bool UsesCaller, int CallerSlot, int KeywordsSlot, int VarargsSlot)
{
    public bool DeclaresCaller { get; } = Array.Exists(Parameters, parameter => parameter.Name == "caller");
}

/// <param name="Name">Its name.</param>
/// <param name="Slot">Its variable.</param>
/// <param name="Default">What it is where no argument is given; null where one must be.</param>
internal sealed record MacroParameter(string Name, int Slot, Code? Default);
