using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marchitect;

/// <summary>Prints a config as JSON. Secrets print as <c>***</c>, and floats that JSON has no number for as texts: NaN, Infinity, -Infinity.</summary>
internal static class ConfigJson
{
    /// <summary>Prints a map.</summary>
    /// <param name="map">The map.</param>
    /// <returns>Lines, each with its end.</returns>
    public static string Print(ConfigMap map)
    {
        var text = new ArrayBufferWriter<byte>();
        // For people to read, and in no page of HTML: letters stay letters.
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(text, options))
            Value(json, map);
        return Encoding.UTF8.GetString(text.WrittenSpan) + "\n";
    }

    private static void Value(Utf8JsonWriter json, ConfigValue value)
    {
        switch (value.Kind)
        {
            case ConfigKind.Map:
                json.WriteStartObject();
                foreach (var (key, below) in value.Map.Entries)
                {
                    json.WritePropertyName(key);
                    Value(json, below);
                }
                json.WriteEndObject();
                break;
            case ConfigKind.List:
                json.WriteStartArray();
                foreach (var item in value.List)
                    Value(json, item);
                json.WriteEndArray();
                break;
            case ConfigKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case ConfigKind.Secret:
                json.WriteStringValue(value.ToString());
                break;
            case ConfigKind.Float when !double.IsFinite(value.Float):
                json.WriteStringValue(value.Float.ToString(CultureInfo.InvariantCulture));
                break;
            // Null, bools and numbers print as in JSON; the writer would take the point from 1.0, and knows no large integers.
            default:
                json.WriteRawValue(value.ToString());
                break;
        }
    }
}
