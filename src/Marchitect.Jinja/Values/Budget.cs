using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>What one rendering has used up of its <see cref="JinjaLimits"/>. One thread's, as the rendering is.</summary>
internal sealed class Budget(JinjaLimits limits)
{
    private long _iterations = limits.Iterations;
    private long _text = limits.TotalText;

    public JinjaLimits Limits { get; } = limits;

    /// <summary>Takes note of items gone through or put into a list.</summary>
    /// <exception cref="TemplateLimitException">They were too many.</exception>
    public void Iterate(long count = 1)
    {
        if ((_iterations -= count) < 0 || count < 0)
            throw new TemplateLimitException($"more than {Limits.Iterations.ToString("N0", CultureInfo.InvariantCulture)} items are gone through ({nameof(JinjaLimits)}.{nameof(JinjaLimits.Iterations)})");
    }

    /// <summary>Asks before a text of that length is made.</summary>
    /// <exception cref="TemplateLimitException">It, or all of them together, would be too long.</exception>
    public void Text(long length)
    {
        if (length > Limits.TextLength)
            throw new TemplateLimitException($"a text would be longer than {Limits.TextLength.ToString("N0", CultureInfo.InvariantCulture)} characters ({nameof(JinjaLimits)}.{nameof(JinjaLimits.TextLength)})");
        if ((_text -= length) < 0)
            throw new TemplateLimitException($"more than {Limits.TotalText.ToString("N0", CultureInfo.InvariantCulture)} characters of text are made ({nameof(JinjaLimits)}.{nameof(JinjaLimits.TotalText)})");
    }

    /// <summary>Asks before an integer of that many bits is made.</summary>
    /// <exception cref="TemplateLimitException">It would be too large.</exception>
    public void Bits(long bits)
    {
        if (bits > Limits.IntegerBits)
            throw new TemplateLimitException($"an integer would have more than {Limits.IntegerBits.ToString("N0", CultureInfo.InvariantCulture)} bits ({nameof(JinjaLimits)}.{nameof(JinjaLimits.IntegerBits)})");
    }
}
