namespace Marchitect;

/// <summary>Lines of the one side in whose place lines of the other stand; all lines before it, up to the block before it, are the same.</summary>
/// <param name="StartA">Index of the first old line.</param>
/// <param name="CountA">How many old lines.</param>
/// <param name="StartB">Index of the first new line.</param>
/// <param name="CountB">How many new lines.</param>
internal readonly record struct DiffBlock(int StartA, int CountA, int StartB, int CountB)
{
    public int EndA => StartA + CountA;

    public int EndB => StartB + CountB;
}
