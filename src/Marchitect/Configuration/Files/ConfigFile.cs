using System.Text;
using System.Text.Unicode;

namespace Marchitect;

/// <summary>Reads a config from a file, by the ending of its name.</summary>
internal static class ConfigFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    public static ConfigMap Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SourceFile(path);
        Func<SourceFile, ReadOnlyMemory<byte>, ConfigMap> read = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => JsonConfig.Read,
            ".TOML" => TomlConfig.Read,
            ".YAML" or ".YML" => YamlConfig.Read,
            _ => throw file.Wrong(
                "the name of a config file ends in .json, .toml, .yaml or .yml, and this one does not.",
                remedy: "Give it the ending of what it holds."),
        };
        return read(file, Content(file));
    }

    private static ReadOnlyMemory<byte> Content(SourceFile file)
    {
        var content = Utf8Text.WithoutMark(Bytes(file));
        return Utf8.IsValid(content.Span)
            ? content
            : throw file.Wrong("the file is not UTF-8 text.", Utf8Text.FirstWrongLine(content.Span), "Save it as UTF-8.");
    }

    private static ReadOnlyMemory<byte> Bytes(SourceFile file)
    {
        if (Directory.Exists(file.Path))
            throw file.Wrong("this is a folder, not a config file.", remedy: "Name a file in it.");
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Bytes(file, stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw file.Wrong(
                "there is no such file.",
                remedy: Path.IsPathRooted(file.Path)
                    ? "Mind the spelling of its path."
                    : $"Mind the spelling; a relative path counts from the current directory, {Directory.GetCurrentDirectory()}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw file.Wrong("the file may not be read.", remedy: $"Let '{Environment.UserName}' read it.");
        }
        // An argument is wrong where the path is none, e.g. with a NUL in it.
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw file.Wrong($"the file cannot be read: {e.Message}");
        }
    }

    // The length a stream tells is not trusted: files under /proc say 0, and a log may grow meanwhile.
    private static ReadOnlyMemory<byte> Bytes(SourceFile file, FileStream stream)
    {
        using var content = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int count; (count = stream.Read(piece)) > 0;)
        {
            if (content.Length + count > MaxBytes)
                throw file.Wrong("the file is larger than 64 MiB.", remedy: "Name a config; large content belongs into resources.");
            content.Write(piece, 0, count);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
