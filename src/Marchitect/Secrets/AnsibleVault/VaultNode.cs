using System.Globalization;

namespace Marchitect;

/// <summary>A value of a YAML file with secrets: a text, a map or a list. It prints as nothing.</summary>
internal sealed class VaultNode
{
    /// <summary>The line it begins in, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The text as it is written, be it a number; null for a map or a list.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the text is a vault of its own.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The values by key, or null.</summary>
    public Dictionary<string, VaultNode>? Map { get; init; }

    /// <summary>The values in order, or null.</summary>
    public List<VaultNode>? List { get; init; }

    /// <summary>The text at a path below this value.</summary>
    /// <param name="path">Keys and positions, dots in between.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="SecretException">There is none.</exception>
    public VaultNode Find(string path, string file)
    {
        var (node, walked) = (this, "");
        foreach (var key in path.Split('.'))
        {
            var place = walked.Length == 0 ? $"{file}" : $"'{walked}' in {file}:{node.Line}";
            node = node switch
            {
                { Map: { } map } => map.GetValueOrDefault(key) ?? throw new SecretException(
                    $"{place} has no key '{key}'.", Suggestion.For(key, map.Keys) is { } meant ? $"Did you mean '{meant}'?" : null),
                { List: { } list } => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count
                    ? list[index]
                    : throw new SecretException($"{place} is a list of {list.Count} and has no item '{key}'.", "Items are counted from 0."),
                _ => throw new SecretException($"{place} is a text and has no key '{key}'."),
            };
            walked = walked.Length == 0 ? key : $"{walked}.{key}";
        }
        return node switch
        {
            { Map: not null } => throw new SecretException($"'{path}' in {file}:{node.Line} is a map, not a text.", "Name a key in it."),
            { List: not null } => throw new SecretException($"'{path}' in {file}:{node.Line} is a list, not a text.", "Name an item of it, from 0."),
            { Text: "" } => throw new SecretException($"'{path}' in {file}:{node.Line} is empty."),
            _ => node,
        };
    }
}
