using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>
/// A file of secrets as text: a header, an empty line, a line <c>NAME: BASE64</c> for each value in the order of their names, an empty line, and
/// the seal over every byte before it. A change of one value changes two lines.
/// </summary>
/// <param name="Iterations">How often the key's function is repeated.</param>
/// <param name="Salt">The salt.</param>
/// <param name="Check">What tells a wrong password.</param>
/// <param name="Values">The encrypted values by name.</param>
internal sealed record StoreText(int Iterations, byte[] Salt, byte[] Check, SortedDictionary<string, byte[]> Values)
{
    private const string Format = "marchitect-secrets";
    private const string Version = "1";
    private const string SealName = "seal";
    private const int NameCharacters = 200;

    /// <summary>The seal that was read; null in one that was not.</summary>
    public byte[]? Seal { get; private init; }

    /// <summary>What every value is bound to, beside its name.</summary>
    public string Header =>
        $"{Format}: {Version}\nkdf: {StoreKey.Function}\niterations: {Iterations.ToString(CultureInfo.InvariantCulture)}\n"
        + $"salt: {Convert.ToBase64String(Salt)}\ncheck: {Convert.ToBase64String(Check)}\n";

    /// <summary>All that the seal is made over.</summary>
    public string Sealed => $"{Header}\n{string.Concat(Values.Select(value => $"{value.Key}: {Convert.ToBase64String(value.Value)}\n"))}\n";

    /// <summary>What a value of that name is encrypted with: it opens under no other name, and in no other file.</summary>
    public byte[] Bound(string name) => Encoding.UTF8.GetBytes($"{Header}{name}");

    /// <summary>The file's text with its seal.</summary>
    public string With(byte[] seal) => $"{Sealed}{SealName}: {Convert.ToBase64String(seal)}\n";

    /// <summary>Why a text is no name of a value, or null where it is one.</summary>
    public static string? WhyNoName(string name) => name switch
    {
        "" => "it is empty",
        { Length: > NameCharacters } => $"it is longer than {NameCharacters} characters",
        _ when name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/') => null,
        _ => "it may have letters A to Z, digits and _ - . / only",
    };

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; line ends of Windows do not count, since git may bring them.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="SecretException">It is not as it was written, or of another format.</exception>
    public static StoreText Read(string text, string file)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (lines.Any(line => line.StartsWith("<<<<<<<", StringComparison.Ordinal)))
        {
            throw new SecretException(
                $"the file of secrets {file} holds a conflict of a merge.", "Take one side whole, and set the values of the other side anew: the seal holds for whole files.");
        }
        var at = 0;
        string Next(string name)
        {
            var line = at < lines.Length - 1 ? lines[at] : throw Cut(file);
            return line.StartsWith($"{name}: ", StringComparison.Ordinal)
                ? lines[at++][(name.Length + 2)..]
                : throw Altered(file, at, $"should begin with '{name}: '");
        }
        if (!lines[0].StartsWith($"{Format}: ", StringComparison.Ordinal))
        {
            throw new SecretException(
                $"{file} is no file of secrets{(text.Length == 0 ? ": it is empty" : "")}.", $"One begins with the line '{Format}: {Version}'; the command secret set makes it.");
        }
        if (Next(Format) is var version and not Version)
            throw new SecretException($"the file of secrets {file} is of version '{version}'; this program knows version {Version}.", "Is this program too old for it?");
        if (Next("kdf") is not StoreKey.Function)
            throw Altered(file, at - 1, $"names a function that is not {StoreKey.Function}");
        var iterations = ReadIterations(Next("iterations"), file, at - 1);
        var salt = Bytes(Next("salt"), file, at - 1, StoreKey.SaltBytes);
        var check = Bytes(Next("check"), file, at - 1, 16);
        ReadEmpty(lines, at++, file);

        var values = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var last = "";
        for (; at < lines.Length - 1 && lines[at].Length > 0; at++)
        {
            var colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
            var name = colon < 0 ? "" : lines[at][..colon];
            if (WhyNoName(name) is not null)
                throw Altered(file, at, "is no line of a name and its value");
            if (!values.TryAdd(name, Bytes(lines[at][(colon + 2)..], file, at)))
                throw Altered(file, at, $"has the name '{name}' a second time");
            // The seal is made over names in order, so that order counts too.
            if (string.CompareOrdinal(name, last) < 0)
                throw Altered(file, at, "is not in the order of names");
            last = name;
        }
        ReadEmpty(lines, at++, file);
        var seal = Bytes(Next(SealName), file, at - 1, 32);
        if (at != lines.Length - 1 || lines[at].Length > 0)
            throw Altered(file, at, "stands after the end");
        return new StoreText(iterations, salt, check, values) { Seal = seal };
    }

    private static int ReadIterations(string text, string file, int at)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
            throw Altered(file, at, "has no number of iterations");
        return iterations is >= StoreKey.FewestIterations and <= StoreKey.MostIterations ? iterations : throw Altered(
            file, at, $"asks for {iterations} iterations: {StoreKey.FewestIterations} to {StoreKey.MostIterations} are safe and can be waited for");
    }

    private static byte[] Bytes(string base64, string file, int at, int? count = null)
    {
        var bytes = new byte[base64.Length];
        // Written again it must be the same, so that no bit of it can change unnoticed.
        return Convert.TryFromBase64String(base64, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == base64 && (count ?? written) == written
            ? bytes[..written]
            : throw Altered(file, at, "is not in base64, or of another length than it was written");
    }

    private static void ReadEmpty(string[] lines, int at, string file)
    {
        if (at >= lines.Length - 1)
            throw Cut(file);
        if (lines[at].Length > 0)
            throw Altered(file, at, "should be empty");
    }

    private static SecretException Cut(string file) => new($"the file of secrets {file} was cut off: its end is missing.", SecretStore.Restore);

    private static SecretException Altered(string file, int at, string why) => new($"the file of secrets {file} was altered: line {at + 1} {why}.", SecretStore.Restore);
}
