using System.Diagnostics;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>The program of <c>tests/Marchitect.TestSite</c>, as a process.</summary>
internal static class TestSite
{
    /// <summary>Gives a program a terminal.</summary>
    public const string Script = "/usr/bin/script";

    public static string Program { get; } =
        Repository.PathOf("tests", "Marchitect.TestSite", "bin", Repository.Configuration, "net10.0", "Marchitect.TestSite");

    public static Process StartOnTerminal(IReadOnlyDictionary<string, string?> environment, params string[] args) =>
        Start([Script, "-qec", Shell.Run(Program, args).Text, "/dev/null"], environment);

    public static Process Start(string[] command, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Reads until a text, and the rest of its line where it is no prompt.</summary>
    public static async Task<string> ReadUntilAsync(StreamReader reader, string text, CancellationToken cancellationToken)
    {
        var read = "";
        var buffer = new char[1];
        while (!read.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await reader.ReadAsync(buffer, cancellationToken) == 1, $"It ended before '{text}': {read}");
            read += buffer[0];
        }
        return text.EndsWith(' ') ? read : read + await reader.ReadLineAsync(cancellationToken);
    }
}
