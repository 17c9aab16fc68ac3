using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marchitect;

/// <summary>All values of a file of secrets as YAML, to be edited: <c>name: value</c>.</summary>
internal static class SecretSheet
{
    /// <summary>Writes them; a value of several lines stands as a block, where YAML gives it back as it is.</summary>
    public static string Of(SecretStore store)
    {
        var text = new StringBuilder();
        foreach (var name in store.Names)
            text.Append(Quoted(name)).Append(": ").Append(Value(store.Get(name))).Append('\n');
        return text.ToString();
    }

    /// <summary>Sets what was written, and takes away what was not.</summary>
    /// <exception cref="SecretException">It is no YAML, or no map of texts.</exception>
    public static void Apply(string text, SecretStore store)
    {
        var values = string.IsNullOrWhiteSpace(text) ? [] : VaultYaml.Read(text, "what was edited", isSecret: false).Map
            ?? throw new SecretException("what was edited is no map of names and values.", "Nothing was changed. Write it as name: value, one a line.");
        foreach (var (name, value) in values)
        {
            if (value.Text is null)
                throw new SecretException($"the value of '{name}' in line {value.Line} of what was edited is no text.", "Nothing was changed. Put it in quotes.");
            store.Set(name, value.Text);
        }
        foreach (var gone in store.Names.Except(values.Keys))
            store.Remove(gone);
    }

    private static string Value(string value)
    {
        var isBlock = value.Contains('\n', StringComparison.Ordinal) && value[0] is not (' ' or '\n' or '\t')
            && !value.EndsWith("\n\n", StringComparison.Ordinal) && !value.Any(c => (char.IsControl(c) && c != '\n') || c is '\uFEFF' or '\u2028' or '\u2029' or '\u0085');
        if (!isBlock)
            return Quoted(value);
        var lines = value.EndsWith('\n') ? value[..^1] : value;
        return $"{(value.EndsWith('\n') ? "|" : "|-")}\n  {lines.Replace("\n", "\n  ", StringComparison.Ordinal)}";
    }

    // A text of JSON is one of YAML.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
