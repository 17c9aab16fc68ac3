using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marchitect;

/// <summary>Writes schemas as JSON Schema, draft 2020-12.</summary>
internal sealed class JsonSchema
{
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string Definitions = "#/$defs/";
    private const string Item = "_item";
    private readonly Utf8JsonWriter _json;
    private readonly OrderedDictionary<string, (ConfigRecord Record, bool IsWhole)> _records = [];

    private JsonSchema(Utf8JsonWriter json) => _json = json;

    /// <summary>The schema of the config files of a plan.</summary>
    /// <param name="title">What it is the schema of.</param>
    /// <param name="steps">What stands under each name of a whiteprint or an alias; null for anything.</param>
    public static string Of(string title, IReadOnlyList<(string Name, string Description, ConfigSchema? Schema)> steps)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new JsonSchema(json).Write(title, steps);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private void Write(string title, IReadOnlyList<(string Name, string Description, ConfigSchema? Schema)> steps)
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", Dialect);
        _json.WriteString("title", title);
        WriteSection(steps, () =>
        {
            WriteMapOf("hosts", "What is set for some hosts only, by the host's name; * and ? stand for other characters.", "host");
            WriteMapOf("groups", "What is set for groups of hosts, by the group's name.", "group");
        });
        _json.WriteStartObject("$defs");
        _json.WriteStartObject("host");
        WriteSection(steps, () => { });
        _json.WriteEndObject();
        _json.WriteStartObject("group");
        WriteSection(steps, () =>
        {
            _json.WriteStartObject("hosts");
            _json.WriteString("type", "array");
            _json.WriteString("description", "The hosts of the group; * and ? stand for other characters.");
            WriteType("items", "string");
            _json.WriteEndObject();
        });
        _json.WriteStartArray("required");
        _json.WriteStringValue("hosts");
        _json.WriteEndArray();
        _json.WriteEndObject();
        WriteSecret();
        // A record may hold others that were not seen before.
        for (var i = 0; i < _records.Count; i++)
        {
            var (name, (record, isWhole)) = _records.GetAt(i);
            _json.WriteStartObject(name);
            WriteMap(record.Settings, isWhole);
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteSection(IReadOnlyList<(string Name, string Description, ConfigSchema? Schema)> steps, Action others)
    {
        _json.WriteString("type", "object");
        _json.WriteStartObject("properties");
        foreach (var (name, description, schema) in steps)
        {
            _json.WriteStartObject(name);
            _json.WriteString("description", description);
            if (schema is null)
                _json.WriteString("type", "object");
            else
                WriteContent(schema, isWhole: false);
            _json.WriteEndObject();
        }
        others();
        _json.WriteEndObject();
        _json.WriteBoolean("additionalProperties", false);
    }

    private void WriteMapOf(string key, string description, string definition)
    {
        _json.WriteStartObject(key);
        _json.WriteString("description", description);
        _json.WriteString("type", "object");
        _json.WriteStartObject("additionalProperties");
        _json.WriteString("$ref", Definitions + definition);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    // A text, or one of the maps of SecretNotation.
    private void WriteSecret()
    {
        _json.WriteStartObject("secret");
        _json.WriteStartArray("anyOf");
        _json.WriteStartObject();
        _json.WriteString("type", "string");
        _json.WriteEndObject();
        foreach (var (key, other, isRequired) in ((string, string?, bool)[])[
            ("secret", null, false), ("secret_file", null, false), ("secret_env", null, false), ("secret_command", null, false), ("secret_prompt", null, false),
            ("secret_vault", "key", false), ("secret_store", "name", true)])
        {
            _json.WriteStartObject();
            _json.WriteString("type", "object");
            _json.WriteStartObject("properties");
            if (key == "secret_command")
            {
                _json.WriteStartObject(key);
                _json.WriteString("type", "array");
                _json.WriteNumber("minItems", 1);
                WriteType("items", "string");
                _json.WriteEndObject();
            }
            else
            {
                WriteType(key, "string");
            }
            if (other is not null)
                WriteType(other, "string");
            _json.WriteEndObject();
            _json.WriteStartArray("required");
            _json.WriteStringValue(key);
            if (isRequired)
                _json.WriteStringValue(other);
            _json.WriteEndArray();
            _json.WriteBoolean("additionalProperties", false);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteType(string key, string type)
    {
        _json.WriteStartObject(key);
        _json.WriteString("type", type);
        _json.WriteEndObject();
    }

    private void WriteMap(MapSchema schema, bool isWhole)
    {
        _json.WriteString("type", "object");
        _json.WriteStartObject("properties");
        var defaults = schema.DefaultValues;
        foreach (var (key, setting) in schema.Settings)
        {
            _json.WriteStartObject(key);
            if (setting.Description is { } description)
                _json.WriteString("description", description);
            if (defaults.Find(key) is { } value && !HoldsSecret(value))
            {
                _json.WritePropertyName("default");
                WriteValue(value);
            }
            Write(setting, isWhole);
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        // What is merged of several layers need not be whole in each of them; an item of a list is replaced, and has to be.
        var required = isWhole ? schema.Settings.Where(setting => !setting.Value.IsOptional && defaults.Find(setting.Key) is null).Select(setting => setting.Key).ToList() : [];
        if (required.Count > 0)
        {
            _json.WriteStartArray("required");
            foreach (var key in required)
                _json.WriteStringValue(key);
            _json.WriteEndArray();
        }
        _json.WriteBoolean("additionalProperties", false);
    }

    private void Write(ConfigSchema schema, bool isWhole)
    {
        if (!schema.AllowsNull && !schema.NullTakesAway)
        {
            WriteContent(schema, isWhole);
            return;
        }
        _json.WriteStartArray("anyOf");
        _json.WriteStartObject();
        WriteContent(schema, isWhole);
        _json.WriteEndObject();
        _json.WriteStartObject();
        _json.WriteString("type", "null");
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteContent(ConfigSchema schema, bool isWhole)
    {
        switch (schema)
        {
            case TextSchema text:
                _json.WriteString("type", "string");
                WriteBounds(text.Bounds, "minLength", "maxLength");
                if (text.Pattern is not null)
                    _json.WriteString("pattern", text.PatternWords is { } words ? $"^(?:{words})$" : text.Pattern.ToString());
                if (text.JsonFormat is { } format)
                    _json.WriteString("format", format);
                break;
            case IntegerSchema integer:
                _json.WriteString("type", "integer");
                if ((integer.Least ?? integer.TypeLeast) is { } least)
                    WriteRaw("minimum", least.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if ((integer.Most ?? integer.TypeMost) is { } most)
                    WriteRaw("maximum", most.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case NumberSchema number:
                _json.WriteString("type", "number");
                if (number.Least is { } lower && double.IsFinite(lower))
                    _json.WriteNumber(number.IsAboveLeast ? "exclusiveMinimum" : "minimum", lower);
                if (number.Most is { } upper && double.IsFinite(upper))
                    _json.WriteNumber(number.IsBelowMost ? "exclusiveMaximum" : "maximum", upper);
                break;
            case BoolSchema:
                _json.WriteString("type", "boolean");
                break;
            case SecretSchema:
                _json.WriteString("$ref", Definitions + "secret");
                break;
            case ListSchema list:
                _json.WriteString("type", "array");
                _json.WriteStartObject("items");
                Write(list.Item, isWhole: true);
                _json.WriteEndObject();
                WriteBounds(list.Bounds, "minItems", "maxItems");
                if (list.IsSet)
                    _json.WriteBoolean("uniqueItems", true);
                break;
            case MapOfSchema map:
                _json.WriteString("type", "object");
                _json.WriteStartObject("additionalProperties");
                Write(map.NullTakesAway ? map.Value with { NullTakesAway = true } : map.Value, isWhole);
                _json.WriteEndObject();
                if (isWhole)
                    WriteBounds(map.Bounds, "minProperties", "maxProperties");
                break;
            case MapSchema map:
                WriteMap(map, isWhole);
                break;
            case RecordSchema record:
                _json.WriteString("$ref", Definitions + NameOf(record.Record, isWhole));
                break;
            case OneOfSchema oneOf:
                _json.WriteStartArray("enum");
                foreach (var value in oneOf.Values)
                    WriteValue(value);
                _json.WriteEndArray();
                break;
            case AnyOfSchema anyOf:
                _json.WriteStartArray("anyOf");
                foreach (var one in anyOf.Schemas)
                {
                    _json.WriteStartObject();
                    Write(one, isWhole);
                    _json.WriteEndObject();
                }
                _json.WriteEndArray();
                break;
        }
    }

    // Records of one name in several namespaces are numbered.
    private string NameOf(ConfigRecord record, bool isWhole)
    {
        for (var number = 1; ; number++)
        {
            var name = $"{record.Name}{(number == 1 ? "" : number)}{(isWhole ? Item : "")}";
            if (_records.TryAdd(name, (record, isWhole)) || _records[name].Record == record)
                return name;
        }
    }

    private void WriteBounds(LengthBounds? bounds, string least, string most)
    {
        if (bounds is not { } length)
            return;
        if (length.Least > 0)
            _json.WriteNumber(least, length.Least);
        if (length.Most is { } upper)
            _json.WriteNumber(most, upper);
    }

    private void WriteRaw(string key, string number)
    {
        _json.WritePropertyName(key);
        _json.WriteRawValue(number);
    }

    private void WriteValue(ConfigValue value) => _json.WriteRawValue(value.ToString());

    private static bool HoldsSecret(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Secret => true,
        // No number of JSON.
        ConfigKind.Float => !double.IsFinite(value.Float),
        ConfigKind.List => value.List.Any(HoldsSecret),
        ConfigKind.Map => value.Map.Entries.Any(entry => HoldsSecret(entry.Value)),
        _ => false,
    };
}
