using System.Text;
using Marchitect.Jinja;

namespace Marchitect;

/// <summary>What a prefab may lean on while it is resolved: the files, templates and config of the whiteprint it stands in.</summary>
public sealed class PrefabContext
{
    // Half a character in what a template printed is an error, not a question mark on the host.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _name;
    private readonly ResourcePaths _resources;
    private readonly Lazy<WhiteprintTemplates> _templates;
    private readonly Func<TargetFacts> _target;

    internal PrefabContext(
        string name, ConfigMap config, ResourcePaths resources, Func<ITemplateLoader, JinjaEnvironment> environment, Func<TargetFacts> target)
    {
        _name = name;
        Config = config;
        _resources = resources;
        _target = target;
        _templates = new(() => new(name, environment(WhiteprintTemplates.LoaderOf(name, resources)), resources));
    }

    /// <summary>Set where nothing is made: called for each template with its file or its text, what is set over the config, what reads its variables, and what finds files of templates.</summary>
    internal Action<string, ConfigMap?, Func<IReadOnlyList<TemplateVariable>>, Func<string?, string?>>? OnTemplate { get; init; }

    /// <summary>Knows the secrets of the run.</summary>
    internal Redactor Redactor { get; init; } = Redactor.None;

    /// <summary>The whiteprint's config.</summary>
    public ConfigMap Config { get; }

    /// <summary>What the machine said of itself.</summary>
    public TargetFacts Target => _target();

    /// <summary>The absolute path of a resource of the whiteprint.</summary>
    /// <param name="path">Path below the whiteprint's folder, e.g. <c>site.conf</c>; an absolute path is taken as it is.</param>
    /// <returns>The path of the file or folder on this machine.</returns>
    /// <exception cref="ResourceNotFoundException">There is none; the error lists every place.</exception>
    public string Resource(string path) => _resources.Find(_name, path);

    /// <summary>The content of a resource, as it is.</summary>
    /// <param name="path">As for <see cref="Resource"/>.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ResourceNotFoundException">There is none, or it cannot be read.</exception>
    public byte[] Read(string path)
    {
        var file = Resource(path);
        if (OnTemplate is not null)
            return [];
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResourceNotFoundException($"the resource '{path}' of whiteprint '{_name}' cannot be read: {error.Message}", path, [file]);
        }
    }

    /// <summary>Permissions of a resource's file on this machine; null where this machine has none (Windows).</summary>
    /// <param name="path">As for <see cref="Resource"/>.</param>
    /// <returns>The permissions.</returns>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public Permissions? PermissionsOf(string path) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Resource(path));

    /// <summary>Renders a resource as a Jinja2 template.</summary>
    /// <param name="path">As for <see cref="Resource"/>.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config.</exception>
    public string Render(string path, ConfigMap? configOverride = null)
    {
        var file = Resource(path);
        if (OnTemplate is null)
            return _templates.Value.Render(file, path, Variables(configOverride));
        OnTemplate(file, configOverride, () => _templates.Value.FindVariables(file, path), name => _templates.Value.FileOf(name, file));
        return "";
    }

    /// <summary>Renders a text as a Jinja2 template.</summary>
    /// <param name="template">The text of the template.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config.</exception>
    public string RenderText(string template, ConfigMap? configOverride = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (OnTemplate is null)
            return _templates.Value.RenderText(template, Variables(configOverride));
        OnTemplate(template, configOverride, () => _templates.Value.FindVariables(template), name => _templates.Value.FileOf(name, null));
        return "";
    }

    /// <summary>A text as the bytes of a file: UTF-8.</summary>
    internal static byte[] Encode(string text) => StrictUtf8.GetBytes(text);

    /// <summary>Whether a secret of the config stands in a content, in any of the forms that are known.</summary>
    internal bool HoldsSecret(ReadOnlyMemory<byte> content) => Redactor.Holds(content.Span);

    private Value Variables(ConfigMap? configOverride)
    {
        // An override stands in code, and nobody has seen its secrets before.
        if (configOverride is not null && OnTemplate is null)
            Redactor.Add(configOverride.SecretTexts);
        var config = configOverride is null
            ? Config
            : ConfigMerge.Merge([new($"config of whiteprint {_name}", Config), new("the override of this template", configOverride)]);
        return TemplateValues.Of(config, Target);
    }
}
