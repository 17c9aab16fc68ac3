namespace Marchitect;

/// <summary>Names of whiteprints as they stand in reports and as folders of resources.</summary>
internal static class WhiteprintName
{
    private const string Ending = nameof(Whiteprint);

    /// <summary>The class name in snake_case without a <c>Whiteprint</c> ending, e.g. <c>my_http_server</c> for <c>MyHTTPServerWhiteprint</c>.</summary>
    public static string Of(string className)
    {
        var generic = className.IndexOf('`', StringComparison.Ordinal);
        var name = generic < 0 ? className : className[..generic];
        if (name.Length > Ending.Length && name.EndsWith(Ending, StringComparison.Ordinal))
            name = name[..^Ending.Length];
        return SnakeCase.Of(name.TrimEnd('_') is { Length: > 0 } trimmed ? trimmed : name);
    }

    /// <summary>Why a name cannot be that of a folder, or null where it can.</summary>
    public static string? ProblemWith(string? name) => name switch
    {
        null or "" => "it is empty",
        "." or ".." => "it would be another folder",
        _ when name.AsSpan().ContainsAny('/', '\\', '\0') => "a folder's name holds no slash, backslash or NUL",
        _ => null,
    };
}
