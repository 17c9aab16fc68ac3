using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>The public properties of a type, by the names under which templates find them.</summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = new();

    private readonly Dictionary<string, PropertyInfo> _properties = new(StringComparer.Ordinal);

    private RecordShape([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToArray();
        // As written comes first, so that no other spelling hides it.
        foreach (var property in properties)
            _properties[property.Name] = property;
        Names = [.. properties.Select(property => property.Name)];
        foreach (var property in properties)
            _properties.TryAdd(SnakeCase(property.Name), property);
    }

    /// <summary>The names as written, in order of declaration.</summary>
    public IReadOnlyList<string> Names { get; }

    public static RecordShape Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        // No factory: the trimmer cannot follow the type into one.
        if (Known.TryGetValue(type, out var shape))
            return shape;
        return Known[type] = new(type);
    }

    public bool TryRead(object instance, string name, out object? value)
    {
        var isThere = _properties.TryGetValue(name, out var property);
        value = isThere ? property!.GetValue(instance) : null;
        return isThere;
    }

    /// <summary><c>ServerName</c> as <c>server_name</c>, <c>HTTPPort</c> as <c>http_port</c>.</summary>
    public static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) && name[i - 1] != '_' || i + 1 < name.Length && char.IsLower(name[i + 1]) && name[i - 1] != '_');
            if (startsWord)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
