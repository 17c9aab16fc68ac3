using Marchitect.Jinja;

namespace Marchitect;

/// <summary>The templates of one whiteprint: its resources, and texts of its code.</summary>
/// <param name="name">Name of the whiteprint.</param>
/// <param name="environment">How its templates are read; its loader finds the whiteprint's resources.</param>
/// <param name="resources">Where resources lie.</param>
internal sealed class WhiteprintTemplates(string name, JinjaEnvironment environment, ResourcePaths resources)
{
    /// <summary>Finds a whiteprint's templates where its other resources are: in its folder below each resource path.</summary>
    public static ITemplateLoader LoaderOf(string name, ResourcePaths resources) => new FolderLoader(resources.FoldersOf(name));

    /// <summary>Renders a resource.</summary>
    /// <param name="file">Where it lies on this machine.</param>
    /// <param name="path">The path below the whiteprint's folder, or an absolute one.</param>
    /// <param name="values">The variables.</param>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered.</exception>
    public string Render(string file, string path, Value values)
    {
        var isAbsolute = Path.IsPathFullyQualified(path);
        return Catch($"the template '{path}'", file, () => RenderWhole(ReadText(file), isAbsolute ? path : LoaderName(path), values));
    }

    /// <summary>The variables that a resource needs.</summary>
    /// <exception cref="TemplateException">It is not valid.</exception>
    public IReadOnlyList<TemplateVariable> FindVariables(string file, string path) =>
        environment.FromString(ReadText(file), Path.IsPathFullyQualified(path) ? path : LoaderName(path)).FindVariables();

    /// <summary>The variables that a text needs.</summary>
    /// <exception cref="TemplateException">It is not valid.</exception>
    public IReadOnlyList<TemplateVariable> FindVariables(string text) => environment.FromString(text).FindVariables();

    /// <summary>The file of a template by its name; null for a text.</summary>
    public string? FileOf(string? template, string? file) => template switch
    {
        null => file,
        _ when Path.IsPathFullyQualified(template) => template,
        _ => resources.TryFind(name, template) ?? file,
    };

    /// <summary>Renders a text.</summary>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered.</exception>
    public string RenderText(string text, Value values) => Catch("a template given as text", null, () => RenderWhole(text, null, values));

    // Jinja2 drops the newline at the end of every template: right for what is included, wrong for a file, whose last line would not
    // be one to cron and others.
    private string RenderWhole(string text, string? templateName, Value values)
    {
        var rendered = environment.FromString(text, templateName).Render(values);
        return environment.Options.KeepTrailingNewline || !text.EndsWith('\n') ? rendered : rendered + environment.Options.NewlineSequence;
    }

    private string Catch(string what, string? file, Func<string> render)
    {
        try
        {
            return render();
        }
        catch (TemplateException error)
        {
            throw new TemplateFailedException($"{what} of whiteprint '{name}' {Verb(error)}: {error.Problem}.", error, FileOf(error.TemplateName, file));
        }
    }

    private static string Verb(TemplateException error) => error is TemplateSyntaxException ? "is not valid" : "cannot be rendered";

    // Loaders take names, which have no way up; a path may go up within the whiteprint's folder.
    private static string LoaderName(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static string ReadText(string file)
    {
        try
        {
            // What is no UTF-8 is refused rather than garbled.
            using var reader = new StreamReader(file, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Text.DecoderFallbackException)
        {
            throw new TemplateRuntimeException($"it cannot be read: {error.Message}", error);
        }
    }
}
