using System.Text.RegularExpressions;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>The test site with its files below a temporary folder of this machine, and its screens without what differs from run to run.</summary>
internal sealed partial class FilesOnCommandLine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-plan-");

    public FilesOnCommandLine() => Directory.CreateDirectory(Root);

    /// <summary>The folder that the prefabs work in; <c>ROOT</c> on screens.</summary>
    public string Root => Path.Combine(_folder.FullName, "root");

    public string PlanFile => Path.Combine(_folder.FullName, "plan.json");

    public string KeyFile => Path.Combine(_folder.FullName, "state", "key");

    /// <summary>The text of the file that is written.</summary>
    public string? Text { get; set; }

    /// <summary>The text of the secret file.</summary>
    public string? Secret { get; set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string PathOf(string name) => Path.Combine(Root, name);

    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(PathOf(name), text, Cancel);

    public Task<string> ReadAsync(string name) => File.ReadAllTextAsync(PathOf(name), Cancel);

    /// <summary>Every file below the folder with its content, permissions and time of change.</summary>
    public string[] Picture() =>
    [
        .. _folder.EnumerateFileSystemInfos("root/*", SearchOption.AllDirectories).OrderBy(entry => entry.FullName, StringComparer.Ordinal)
            .Select(entry => $"{entry.FullName} {entry.UnixFileMode} {entry.LastWriteTimeUtc:O} {(entry is FileInfo ? File.ReadAllText(entry.FullName) : "")}"),
    ];

    public async Task<(int ExitStatus, string Stdout, string Stderr)> RunAsync(params string[] args)
    {
        var run = await ProgramRun.StartAsync(
            _folder.FullName,
            new Dictionary<string, string?> { ["ROOT"] = Root, ["TEXT"] = Text, ["SECRET"] = Secret, ["MARCHITECT_PLAN_KEY_FILE"] = KeyFile },
            Cancel, [TestSite.Program, .. args]);
        return (run.ExitStatus, Shown(run.Stdout), Shown(run.Stderr));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Shown(string text) =>
        Time().Replace(text, "N s").Replace(Root, "ROOT", StringComparison.Ordinal).Replace(_folder.FullName, "FOLDER", StringComparison.Ordinal);

    [GeneratedRegex(@"\d+\.\d s\b")]
    private static partial Regex Time();
}
