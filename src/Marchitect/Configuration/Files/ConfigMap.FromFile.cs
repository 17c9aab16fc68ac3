namespace Marchitect;

public sealed partial class ConfigMap
{
    /// <summary>
    /// Reads a map from a file: <c>.json</c> (comments allowed), <c>.toml</c> (1.1), or <c>.yaml</c> or <c>.yml</c> (1.2, core schema:
    /// <c>no</c> is a text and <c>0644</c> the number 644). Every value knows the file and the line it stands in.
    /// </summary>
    /// <param name="path">Path of the file on this machine, at most 64 MiB of UTF-8; a relative one counts from the current directory.</param>
    /// <returns>The map; an empty one for a YAML or TOML file that sets nothing.</returns>
    /// <exception cref="ConfigurationException">The file cannot be read, or what it holds is wrong; with file and line.</exception>
    public static ConfigMap FromFile(string path) => ConfigFile.Read(path);
}
