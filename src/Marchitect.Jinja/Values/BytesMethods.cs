using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>bytes</c> that lead back to text.</summary>
internal static class BytesMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["decode"] = new(new("decode", 1, "self", "encoding", "errors"), static (context, a) =>
            new(TextEncoding.Decode(Self(a), Word(a[1], "utf-8"), Word(a[2], "strict")))),
        ["hex"] = new(new("hex", 1, "self"), static (context, a) => new(Hex(Self(a)))),
    });

    private static byte[] Self(ReadOnlySpan<Value> arguments) => ((BytesValue)arguments[0].Instance!).Bytes;

    private static string Word(in Value value, string otherwise) => value.IsMissing
        ? otherwise
        : value.TextOrNull ?? throw Fail.Type($"decode() argument must be str, not {value.TypeName}");

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
            text.Append(CultureInfo.InvariantCulture, $"{b:x2}");
        return text.ToString();
    }
}
