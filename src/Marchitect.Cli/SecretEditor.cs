using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Marchitect;

/// <summary>Lets a person change a secret text in an editor, on a file that is the owner's alone, in memory where the system has such a place.</summary>
internal static class SecretEditor
{
    private static readonly string[] Variables = ["VISUAL", "EDITOR"];

    /// <summary>Starts the editor and waits for its end.</summary>
    /// <param name="text">The text; the file has one line end more, as editors want it, which is taken away again.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>The text as it is then.</returns>
    /// <exception cref="SecretException">There is no such editor, or it failed.</exception>
    public static async Task<string> EditAsync(string text, string name)
    {
        // A folder of its own: editors put backups and swap files beside the file.
        var folder = Path.Combine(Place(), $"marchitect-{Guid.NewGuid():N}");
        var path = Path.Combine(folder, name);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            PrivateFile.Write(path, Encoding.UTF8.GetBytes(text + "\n"));
            await RunAsync(path).ConfigureAwait(false);
            if (!File.Exists(path))
                throw new SecretException("the editor has taken the file away.", "Nothing was changed.");
            return SecretText.From(await File.ReadAllBytesAsync(path).ConfigureAwait(false)) ?? throw new SecretException("what was edited is no text in UTF-8.", "Nothing was changed.");
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static string Place() =>
        new[] { Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/dev/shm" }.FirstOrDefault(folder => !string.IsNullOrEmpty(folder) && IsWritable(folder))
        ?? Path.GetTempPath();

    private static bool IsWritable(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $"marchitect-{Guid.NewGuid():N}");
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
            return true;
        }
        catch (Exception not) when (not is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string path)
    {
        var editor = Variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(given => !string.IsNullOrWhiteSpace(given));
        // EDITOR may have arguments, and git has it read by the shell as well.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(editor ?? "notepad", [path])
            : new ProcessStartInfo("/bin/sh", ["-c", $"{editor ?? "vi"} \"$1\"", "sh", path]);
        try
        {
            using var process = Process.Start(start)!;
            // Ctrl-C is for the editor; what would end this program ends the editor first, so that the file does not stay.
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, process));
            using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, process));
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new SecretException($"the editor '{editor ?? "vi"}' failed.", "Nothing was changed. Another one is named by VISUAL or EDITOR.") { ExitStatus = process.ExitCode };
        }
        catch (Win32Exception failure)
        {
            throw new SecretException($"the editor '{editor ?? "vi"}' could not be started: {failure.Message}", "Name another one by VISUAL or EDITOR.", failure);
        }
    }

    private static void End(PosixSignalContext context, Process process)
    {
        context.Cancel = true;
        process.Kill(entireProcessTree: true);
    }
}
