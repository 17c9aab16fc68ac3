using System.Diagnostics;

namespace Marchitect.Tests.House;

/// <summary>What a finished program said.</summary>
internal sealed record ProgramRun(string CommandLine, int ExitStatus, string Stdout, string Stderr)
{
    public string AllOutput => $"$ {CommandLine}\n{Stdout}{Stderr}exit status {ExitStatus}";

    /// <summary>Runs a program to its end; a cancelled test ends it with its children.</summary>
    public static async Task<ProgramRun> StartAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var stdout = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var stderr = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramRun(string.Join(' ', command), process.ExitCode, await stdout, await stderr);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
