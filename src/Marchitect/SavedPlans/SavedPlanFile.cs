using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marchitect;

/// <summary>The file of a saved plan: JSON, whose last member seals every byte before it.</summary>
internal static class SavedPlanFile
{
    private const int Format = 1;
    private const string SealBegin = ",\n  \"seal\": \"";
    private const string SealEnd = "\"\n}\n";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static byte[] Write(SavedPlan plan, PlanKey key)
    {
        // What was never in a file is hashed without the key; what was has its hashes already.
        string Keyed(string hash) => plan.Key is null ? key.Hash(hash) : hash;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("plan", plan.Plan);
            json.WriteString("mode", plan.Mode);
            json.WriteString("host", plan.Host);
            json.WriteString("host_key", plan.HostKeyFingerprint);
            json.WriteString("machine_id", plan.MachineId);
            json.WriteString("made_at", plan.MadeAt);
            WriteTexts(json, "program", plan.Program);
            WriteTexts(json, "config", plan.Config.Select(Keyed));
            json.WriteStartArray("prefabs");
            foreach (var prefab in plan.Prefabs)
                Write(json, prefab, Keyed);
            json.WriteEndArray();
            json.WriteStartArray("commands");
            foreach (var command in plan.Commands)
            {
                json.WriteStartObject();
                json.WriteNumber("step", command.Step);
                json.WriteString("text", command.Text);
                json.WriteString("hash", command.IsUnknown ? "" : Keyed(command.Hash));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("key", key.Id);
            json.WriteEndObject();
        }
        // Without the brace that ends it, and the newline before that.
        var body = buffer.WrittenSpan[..^2];
        return [.. body, .. Encoding.ASCII.GetBytes($"{SealBegin}{key.Hash(body)}{SealEnd}")];
    }

    public static SavedPlan Read(ReadOnlyMemory<byte> content, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("format", out var format))
                throw new JsonException();
            if (format.GetInt32() != Format)
            {
                throw new PlanRefusedException(
                    PlanRefusal.OtherFormat, $"the saved plan {path} is of format {format.GetInt32()}; this program knows format {Format}.", "Make the plan anew with this program.");
            }
            var key = PlanKey.Read(canCreate: false);
            if (key is null || json.GetProperty("key").GetString() != key.Id)
            {
                throw new PlanRefusedException(
                    PlanRefusal.OtherKey, $"the saved plan {path} was sealed with another key than that in {PlanKey.FilePath}.",
                    "Apply it as the user who made it, or give both the same key file by MARCHITECT_PLAN_KEY_FILE.");
            }
            if (!IsSealed(content.Span, key))
            {
                throw new PlanRefusedException(
                    PlanRefusal.Altered, $"the saved plan {path} was altered since it was made.", "Make the plan anew; a plan is changed by changing what it is made from.");
            }
            return Read(json, key);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new PlanRefusedException(PlanRefusal.Altered, $"{path} is no saved plan, or not a whole one.", "Make the plan anew.", failure);
        }
    }

    private static bool IsSealed(ReadOnlySpan<byte> content, PlanKey key)
    {
        var at = content.LastIndexOf(Encoding.ASCII.GetBytes(SealBegin));
        return at >= 0 && CryptographicOperations.FixedTimeEquals(
            content[at..], Encoding.ASCII.GetBytes($"{SealBegin}{key.Hash(content[..at])}{SealEnd}"));
    }

    private static void Write(Utf8JsonWriter json, SavedPrefab prefab, Func<string, string> keyed)
    {
        json.WriteStartObject();
        json.WriteNumber("step", prefab.Step);
        json.WriteString("prefab", prefab.Title);
        json.WriteString("outcome", prefab.Outcome);
        if (prefab.Until is not null)
            json.WriteString("until", prefab.Until);
        if (prefab.Shown.Count > 0)
            WriteTexts(json, "does", prefab.Shown);
        json.WriteString("decision", keyed(prefab.Decision));
        json.WriteString("found", keyed(prefab.Found));
        json.WriteBoolean("is_expected", prefab.IsExpected);
        json.WriteBoolean("is_secret", prefab.IsSecret);
        json.WriteStartArray("answers");
        foreach (var answer in prefab.Answers)
        {
            json.WriteStartObject();
            json.WriteString("text", answer.Text);
            if (answer.HasLine)
                json.WriteBoolean("has_line", true);
            if (answer.Content is { } content && Text(content.Span) is { } text)
                json.WriteString("content", text);
            else if (answer.Content is { } bytes)
                json.WriteBase64String("content_base64", bytes.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SavedPlan Read(JsonElement json, PlanKey key) => new()
    {
        Key = key,
        Plan = json.GetProperty("plan").GetString()!,
        Mode = json.GetProperty("mode").GetString()!,
        Host = json.GetProperty("host").GetString()!,
        HostKeyFingerprint = json.GetProperty("host_key").GetString(),
        MachineId = json.GetProperty("machine_id").GetString(),
        MadeAt = json.GetProperty("made_at").GetDateTimeOffset(),
        Program = Texts(json.GetProperty("program")),
        Config = Texts(json.GetProperty("config")),
        Prefabs = [.. json.GetProperty("prefabs").EnumerateArray().Select(ReadPrefab)],
        Commands =
        [
            .. json.GetProperty("commands").EnumerateArray().Select(command => new SavedCommand(
                command.GetProperty("step").GetInt32(), command.GetProperty("text").GetString()!, command.GetProperty("hash").GetString()!)),
        ],
    };

    private static SavedPrefab ReadPrefab(JsonElement json) => new(
        json.GetProperty("step").GetInt32(), json.GetProperty("prefab").GetString()!, json.GetProperty("outcome").GetString()!,
        json.GetProperty("decision").GetString()!, json.GetProperty("found").GetString()!)
    {
        Until = json.TryGetProperty("until", out var until) ? until.GetString() : null,
        IsExpected = json.GetProperty("is_expected").GetBoolean(),
        IsSecret = json.GetProperty("is_secret").GetBoolean(),
        Shown = json.TryGetProperty("does", out var shown) ? Texts(shown) : [],
        Answers =
        [
            .. json.GetProperty("answers").EnumerateArray().Select(answer => new SavedAnswer(
                answer.GetProperty("text").GetString()!,
                answer.TryGetProperty("content", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
                    : answer.TryGetProperty("content_base64", out var bytes) ? bytes.GetBytesFromBase64()
                    : (ReadOnlyMemory<byte>?)null,
                answer.TryGetProperty("has_line", out var hasLine) && hasLine.GetBoolean())),
        ],
    };

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString()!)];

    private static string? Text(ReadOnlySpan<byte> content)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
