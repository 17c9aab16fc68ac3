using System.Collections.Concurrent;
using System.ComponentModel;

namespace Marchitect;

/// <summary>The templates that the code of whiteprints names. Told by what the source generator writes; not for other code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CodeTemplates
{
    private static readonly ConcurrentDictionary<string, (string[] Resources, string[] Texts)> Known = new(StringComparer.Ordinal);

    /// <summary>Tells them.</summary>
    /// <param name="whiteprint">The class by its full name, as reflection has it.</param>
    /// <param name="resources">Resources that are rendered with nothing set over the config.</param>
    /// <param name="texts">Texts that are.</param>
    public static void Register(string whiteprint, string[] resources, string[] texts) => Known[whiteprint] = (resources, texts);

    internal static (string[] Resources, string[] Texts) Of(Type whiteprint) => Known.GetValueOrDefault(whiteprint.FullName ?? "", ([], []));
}
