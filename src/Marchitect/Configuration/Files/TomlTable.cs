namespace Marchitect;

/// <summary>A table of a TOML file that is still being read: it may be named by several headers and grow by dotted keys.</summary>
/// <param name="line">The line that first named it.</param>
/// <param name="depth">How many tables and arrays it stands in, itself included.</param>
internal sealed class TomlTable(int line, int depth)
{
    public int Line { get; } = line;

    public int Depth { get; } = depth;

    /// <summary>What it holds: a <see cref="ConfigValue"/>, a <see cref="TomlTable"/>, or a list of tables that each came with a header.</summary>
    public OrderedDictionary<string, (int Line, object Value)> Entries { get; } = [];

    /// <summary>Whether a header of its own defined it, and not only that of a table below it.</summary>
    public bool HasHeader { get; set; }

    /// <summary>The section in which dotted keys defined it: from elsewhere they may not add to it.</summary>
    public int? DottedIn { get; set; }

    public ConfigMap ToConfig(SourceFile file)
    {
        var entries = new OrderedDictionary<string, ConfigValue>(Entries.Count);
        foreach (var (key, (line, value)) in Entries)
        {
            entries.Add(key, value switch
            {
                TomlTable table => table.ToConfig(file),
                List<TomlTable> tables => new ConfigList([.. tables.Select(table => table.ToConfig(file))], file.At(line)),
                _ => (ConfigValue)value,
            });
        }
        return new(entries, file.At(Line));
    }
}
