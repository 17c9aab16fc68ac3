namespace Marchitect.Jinja;

/// <summary>Parts of sequences: <c>value[start:stop:step]</c>; a part that is left out is missing.</summary>
internal static class Slicing
{
    public static Value Of(CallContext context, in Value value, in Value start, in Value stop, in Value step) => throw new NotImplementedException();
}
