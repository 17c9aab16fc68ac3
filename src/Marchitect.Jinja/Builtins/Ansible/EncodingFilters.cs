using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Ansible's filters between forms of data: JSON, YAML, base 64, hashes.</summary>
internal static class EncodingFilters
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The name space that Ansible gives its identifiers.
    private static readonly Guid AnsibleNamespace = new("361E6D51-FAEC-444A-9079-341386DA8E2E");

    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("to_json", 1, "a indent sort_keys ensure_ascii separators", static (context, arguments) => ToJson(context, arguments, isNice: false));
        filters.Add("to_nice_json", 1, "a indent sort_keys ensure_ascii separators", static (context, arguments) => ToJson(context, arguments, isNice: true));
        filters.Add("from_json", 1, "value", static (context, arguments) => JsonReader.Read(context, FilterArguments.Text(arguments[0])));
        filters.Add("to_yaml", 1, "a indent width default_flow_style sort_keys", static (context, arguments) => ToYaml(context, arguments, isNice: false));
        filters.Add("to_nice_yaml", 1, "a indent width default_flow_style sort_keys", static (context, arguments) => ToYaml(context, arguments, isNice: true));
        filters.Add("b64encode", 1, "string", static (_, arguments) => Convert.ToBase64String(Bytes(arguments[0])));
        filters.Add("b64decode", 1, "string", FromBase64);
        filters.Add("hash", 1, "data hashtype", static (_, arguments) => Hash(arguments[0], arguments[1].IsMissing ? "sha1" : FilterArguments.Text(arguments[1])));
        filters.Add("checksum", 1, "data", static (_, arguments) => Hash(arguments[0], "sha1"));
        filters.Add("sha1", 1, "data", static (_, arguments) => Hash(arguments[0], "sha1"));
        filters.Add("md5", 1, "data", static (_, arguments) => Hash(arguments[0], "md5"));
        filters.Add("to_uuid", 1, "string namespace", ToUuid);
    }

    private static Value ToJson(CallContext context, ReadOnlySpan<Value> arguments, bool isNice)
    {
        var indent = isNice && arguments[1].IsMissing ? 4 : arguments[1];
        var style = new JsonText.Style(JsonText.IndentOf(indent))
        {
            SortKeys = isNice && arguments[2].IsMissing || FilterArguments.IsYes(arguments[2]),
            EnsureAscii = arguments[3].IsMissing || arguments[3].IsTrue(),
        };
        if (isNice)
            style = style with { ItemSeparator = "," };
        if (!FilterArguments.IsLeftOut(arguments[4]))
        {
            var separators = Iteration.ToList(context, arguments[4]);
            if (separators.Count != 2)
                throw Fail.Value("separators are two texts: one between items, one between a key and its value");
            style = style with { ItemSeparator = FilterArguments.Text(separators[0]), KeySeparator = FilterArguments.Text(separators[1]) };
        }
        return JsonText.Of(context, arguments[0], style);
    }

    private static Value ToYaml(CallContext context, ReadOnlySpan<Value> arguments, bool isNice)
    {
        bool? flow = isNice ? false : null;
        if (!arguments[3].IsMissing)
            flow = arguments[3].IsNone ? null : arguments[3].IsTrue();
        var indent = FilterArguments.IsLeftOut(arguments[1]) ? isNice ? 4 : 2 : FilterArguments.Index(arguments[1]);
        var width = FilterArguments.IsLeftOut(arguments[2]) ? 80 : FilterArguments.Index(arguments[2]);
        var sortKeys = arguments[4].IsMissing || arguments[4].IsTrue();
        return YamlText.Of(context, arguments[0], flow, sortKeys, (int)Math.Clamp(indent, 0, 100), (int)Math.Clamp(width, 0, int.MaxValue));
    }

    private static Value FromBase64(CallContext context, ReadOnlySpan<Value> arguments)
    {
        try
        {
            return Utf8.GetString(Convert.FromBase64String(FilterArguments.Text(arguments[0])));
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException)
        {
            throw new TemplateRuntimeException("this is not the base 64 of a text", error);
        }
    }

    private static byte[] Bytes(in Value value)
    {
        try
        {
            return Utf8.GetBytes(FilterArguments.Text(value));
        }
        catch (EncoderFallbackException error)
        {
            throw new TemplateRuntimeException("half of a surrogate pair cannot be written as UTF-8", error);
        }
    }

    // Templates ask for these sums by name; what for, only their authors know.
#pragma warning disable CA5350, CA5351
    private static string Hash(in Value value, string algorithm)
    {
        var bytes = Bytes(value);
        var hash = algorithm switch
        {
            "md5" => MD5.HashData(bytes),
            "sha1" => SHA1.HashData(bytes),
            "sha256" => SHA256.HashData(bytes),
            "sha384" => SHA384.HashData(bytes),
            "sha512" => SHA512.HashData(bytes),
            _ => throw Fail.Runtime($"there is no hash '{algorithm}': use md5, sha1, sha256, sha384 or sha512"),
        };
        return Convert.ToHexStringLower(hash);
    }

    // Version 5 of RFC 4122: the SHA-1 of name space and name.
    private static Value ToUuid(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var space = AnsibleNamespace;
        if (!arguments[1].IsMissing && !Guid.TryParse(FilterArguments.Text(arguments[1]), out space))
            throw Fail.Value($"{ValueText.ReprOf(arguments[1])} is no UUID");
        var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Bytes(arguments[0])]).AsSpan(0, 16);
        hash[6] = (byte)(hash[6] & 0x0F | 0x50);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
#pragma warning restore CA5350, CA5351
}
