using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Marchitect;

/// <summary>Runs programs of this machine that tell secrets on stdout.</summary>
internal static class SecretProgram
{
    private const int StderrCharacters = 2000;

    /// <summary>How long one may run.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What the program writes on stdout, without one last line end.</summary>
    /// <param name="program">A name to look up in <c>PATH</c>, or a path.</param>
    /// <param name="arguments">Its arguments; no shell sees them.</param>
    /// <param name="timeLimit">How long it may run; then it is ended with its children.</param>
    /// <param name="cancellationToken">Ends it with its children.</param>
    /// <exception cref="SecretException">It is not there, failed, ran too long or wrote nothing or too much.</exception>
    public static async Task<string> ReadAsync(string program, IReadOnlyList<string> arguments, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var path = LocalPrograms.Find(SecretFiles.PathOf(program)) ?? throw new SecretException(
            $"the program '{program}', which is to tell a secret, was not found.",
            program.Contains('/', StringComparison.Ordinal) ? "Is it there, and executable?" : "Is it installed, and in the PATH?");
        using var process = Start(program, path, arguments);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLimit);
        // A pipe that is read cannot be let go of: so each read is left to itself where the wait for it ends.
        var stdout = SecretFiles.ReadAsync(process.StandardOutput.BaseStream, CancellationToken.None);
        var stderr = ReadEndAsync(process.StandardError);
        try
        {
            var bytes = await stdout.WaitAsync(limit.Token).ConfigureAwait(false) ?? throw new SecretException(
                $"the program '{program}' wrote more than {SecretText.LimitBytes / 1024} KiB, which is no secret.");
            var stderrEnd = await stderr.WaitAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new SecretException($"the program '{program}', which is to tell a secret, failed.") { ExitStatus = process.ExitCode, StderrEnd = stderrEnd };
            return SecretText.From(bytes) switch
            {
                null => throw new SecretException($"the program '{program}' wrote no text in UTF-8."),
                "" => throw new SecretException($"the program '{program}' wrote no secret on stdout.") { ExitStatus = 0, StderrEnd = stderrEnd },
                var text => text,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretException(
                $"the program '{program}', which is to tell a secret, was ended after {timeLimit.TotalSeconds:0.#} s.",
                "It gets nothing on stdin: does it wait for an answer?");
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(string program, string path, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception failure)
        {
            throw new SecretException($"the program '{program}', which is to tell a secret, could not be started: {failure.Message}", inner: failure);
        }
    }

    private static async Task<string> ReadEndAsync(StreamReader reader)
    {
        var end = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false) is > 0 and var count)
        {
            end.Append(buffer, 0, count);
            if (end.Length > StderrCharacters)
                end.Remove(0, end.Length - StderrCharacters);
        }
        return end.ToString().Trim();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, which is what was wanted.
        }
    }
}
