using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Marchitect;

/// <summary>The terminal that the program was started from, wherever its stdin and stdout lead.</summary>
/// <remarks>
/// <c>Console.ReadKey</c> turns echoing off for each key anew, so what is typed between two keys is shown. Hence <c>stty</c>, which
/// turns it off once, before the question.
/// </remarks>
internal static class UnixTerminal
{
    private const string Device = "/dev/tty";

    /// <summary>Whether the program has one.</summary>
    public static bool IsThere
    {
        get
        {
            try
            {
                Open().Dispose();
                return true;
            }
            catch (Exception none) when (none is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Asks for a line that is not shown.</summary>
    /// <returns>The line, or null where the input ended.</returns>
    public static string? AskSecret(string question)
    {
        using var terminal = Open();
        var settings = Stty("-g").Trim();
        // The terminal keeps its settings when the program ends, so Ctrl-C must not leave it without an echo.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Restore(terminal, settings));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Restore(terminal, settings));
        Stty("-echo");
        try
        {
            terminal.Write(Encoding.UTF8.GetBytes(question));
            return ReadLine(terminal);
        }
        finally
        {
            Restore(terminal, settings);
        }
    }

    private static FileStream Open() => new(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    private static string? ReadLine(FileStream terminal)
    {
        var line = new List<byte>();
        var read = new byte[1];
        while (terminal.Read(read) == 1)
        {
            if (read[0] is (byte)'\n' or (byte)'\r')
                return Encoding.UTF8.GetString([.. line]);
            line.Add(read[0]);
        }
        return null;
    }

    private static void Restore(FileStream terminal, string settings)
    {
        Stty(settings);
        terminal.Write("\n"u8);
    }

    private static string Stty(string argument)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec stty \"$0\" <{Device}", argument]) { RedirectStandardOutput = true };
        using var stty = Process.Start(start) ?? throw new MarchitectException("the program 'stty' could not be started.");
        var output = stty.StandardOutput.ReadToEnd();
        stty.WaitForExit();
        return stty.ExitCode == 0
            ? output
            : throw new MarchitectException("the terminal could not be told to hide a password.", "Give the password with --password-file.");
    }
}
