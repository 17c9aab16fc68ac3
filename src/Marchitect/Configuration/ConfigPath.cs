namespace Marchitect;

/// <summary>Names the place of a value in its tree, e.g. <c>sites[0].server_name</c>.</summary>
internal static class ConfigPath
{
    /// <summary>The place of an entry of the map at <paramref name="parent"/>; empty is the root.</summary>
    public static string Join(string parent, string key)
    {
        if (key.Length == 0 || !key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
            return $"{parent}[\"{key}\"]";
        return parent.Length == 0 ? key : $"{parent}.{key}";
    }

    /// <summary>The place of an item of the list at <paramref name="parent"/>.</summary>
    public static string Join(string parent, int index) => $"{parent}[{index}]";
}
