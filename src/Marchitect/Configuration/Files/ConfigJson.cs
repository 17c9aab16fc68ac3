using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Marchitect;

/// <summary>Prints a config as JSON. Secrets print as <c>***</c>, and floats that JSON has no number for as texts: NaN, Infinity, -Infinity.</summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonWriter"/> would take the point from 1.0 and knows no large integers; and what it is given raw for
/// these, it does not indent.
/// </remarks>
internal static class ConfigJson
{
    /// <summary>Prints a map.</summary>
    /// <param name="map">The map.</param>
    /// <returns>Lines, each with its end.</returns>
    public static string Print(ConfigMap map)
    {
        var json = new StringBuilder();
        Value(json, map, 0);
        return json.Append('\n').ToString();
    }

    private static void Value(StringBuilder json, ConfigValue value, int indent)
    {
        switch (value.Kind)
        {
            case ConfigKind.Map:
                Block(json, '{', value.Map.Entries, '}', indent, entry =>
                {
                    Text(json, entry.Key).Append(": ");
                    Value(json, entry.Value, indent + 2);
                });
                break;
            case ConfigKind.List:
                Block(json, '[', value.List, ']', indent, item => Value(json, item, indent + 2));
                break;
            case ConfigKind.Text:
                Text(json, value.Text);
                break;
            case ConfigKind.Secret:
                Text(json, value.ToString());
                break;
            case ConfigKind.Float when !double.IsFinite(value.Float):
                Text(json, value.Float.ToString(CultureInfo.InvariantCulture));
                break;
            // Null, bools and numbers print as in JSON.
            default:
                json.Append(value);
                break;
        }
    }

    private static void Block<T>(StringBuilder json, char begin, IReadOnlyList<T> within, char end, int indent, Action<T> print)
    {
        json.Append(begin);
        for (var index = 0; index < within.Count; index++)
        {
            json.Append(index == 0 ? "\n" : ",\n").Append(' ', indent + 2);
            print(within[index]);
        }
        if (within.Count > 0)
            json.Append('\n').Append(' ', indent);
        json.Append(end);
    }

    // For people to read, and in no page of HTML: letters stay letters.
    private static StringBuilder Text(StringBuilder json, string text) =>
        json.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"');
}
