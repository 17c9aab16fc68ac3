using System.Globalization;

namespace Marchitect;

/// <summary>Permission bits of a file, from <c>"0644"</c>, checked where they are written.</summary>
/// <remarks>Called permissions, not mode: a mode is what a plan is asked to do.</remarks>
public readonly record struct Permissions
{
    private Permissions(int bits) => Bits = bits;

    /// <summary>The bits, from 0 to 07777.</summary>
    public int Bits { get; }

    /// <summary>The bits as <c>chmod</c> takes them, e.g. <c>0644</c>.</summary>
    public string Octal => "0" + Convert.ToString(Bits, 8).PadLeft(3, '0');

    /// <summary>Reads octal digits.</summary>
    /// <param name="text">Three or four octal digits, e.g. <c>644</c> or <c>0644</c>.</param>
    public static implicit operator Permissions(string text) => Parse(text);

    /// <summary>The bits of a file on a Unix machine.</summary>
    /// <param name="mode">Its mode.</param>
    public static implicit operator Permissions(UnixFileMode mode) => new((int)mode & 0xFFF);

    /// <summary>Reads octal digits.</summary>
    /// <param name="text">Three to five octal digits, e.g. <c>644</c> or <c>0644</c>.</param>
    /// <returns>The permissions.</returns>
    /// <exception cref="ArgumentException">The text is something else.</exception>
    public static Permissions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is < 3 or > 5 || text.Any(c => c is < '0' or > '7') || Convert.ToInt32(text, 8) > 0xFFF)
            throw new ArgumentException($"'{text}' are no permissions; write octal digits, e.g. \"0644\".", nameof(text));
        return new(Convert.ToInt32(text, 8));
    }

    /// <summary>Takes the number as bits.</summary>
    /// <param name="bits">0 to 4095 (07777).</param>
    /// <returns>The permissions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number has other bits.</exception>
    public static Permissions FromBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 0xFFF);
        return new(bits);
    }

    /// <summary>The bits in octal.</summary>
    /// <returns><see cref="Octal"/>.</returns>
    public override string ToString() => Octal.ToString(CultureInfo.InvariantCulture);
}
