namespace Marchitect;

/// <summary>The config that a command line gives to all hosts: the program's own file, files, the environment, single settings.</summary>
internal static class SiteFiles
{
    private static readonly string[] Endings = [".toml", ".yaml", ".yml", ".json"];

    /// <summary>What all hosts are run with.</summary>
    /// <exception cref="ConfigurationException">Some of the config cannot be read; all that is wrong is told.</exception>
    public static RunOptions Options(RunRequest request)
    {
        var options = new RunOptions
        {
            Config = Read(request),
            Secrets = new()
            {
                VaultPasswordFile = request.VaultPasswordFile,
                Ask = PasswordPrompt.IsPossible ? static (question, cancellationToken) => new(Task.Run(() => PasswordPrompt.Ask(question), cancellationToken)) : null,
            },
        };
        return request.ResourcePaths.Count == 0 ? options : options with { ResourcePaths = request.ResourcePaths };
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ConfigurationException">Some of it cannot be read; all that is wrong is told.</exception>
    private static SiteConfig Read(RunRequest request)
    {
        var problems = new List<ConfigurationException>();
        var config = SiteConfig.Empty;
        Add(() => OwnFile() is { } own ? SiteConfig.FromFile(own) : SiteConfig.Empty);
        foreach (var file in request.ConfigFiles)
            Add(() => SiteConfig.FromFile(file));
        Add(SiteConfig.FromEnvironment);
        foreach (var setting in request.Settings)
            Add(() => SiteConfig.FromSettings([setting]));
        return problems.Count == 0 ? config : throw ConfigurationException.Of(problems);

        void Add(Func<SiteConfig> read)
        {
            try
            {
                config = config.With(read());
            }
            catch (ConfigurationException wrong)
            {
                problems.AddRange(wrong.Problems);
            }
        }
    }

    /// <summary>The file that lies beside the program and is named as it is, e.g. <c>site.toml</c> for <c>site.cs</c>; null where there is none.</summary>
    /// <exception cref="ConfigurationException">There are several.</exception>
    internal static string? OwnFile()
    {
        var program = Path.GetFileNameWithoutExtension(AppContext.GetData("EntryPointFilePath") as string ?? Environment.ProcessPath);
        // "dotnet site.dll" is the program site.
        if (program == "dotnet")
            program = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name;
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, ResourcePaths.ProgramFolder);
        // As somebody would write it who stands here, unless that is longer.
        folder = folder == "." ? "" : folder.StartsWith("..", StringComparison.Ordinal) ? ResourcePaths.ProgramFolder : folder;
        var files = Endings.Select(ending => Path.Combine(folder, program + ending)).Where(File.Exists).ToList();
        return files.Count <= 1 ? files.FirstOrDefault() : throw new ConfigurationException(
            $"the program has several config files: {string.Join(", ", files)}", remedy: "keep one, or give the others with --config");
    }
}
