using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marchitect.Bench;

/// <summary>Another template engine in a running program of its own, so that what is measured is its work and not its start.</summary>
internal sealed class EngineProcess(string program, params string[] arguments) : IDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        StandardInputEncoding = new UTF8Encoding(false),
    })!;

    /// <summary>Has something done with a template so many times, and waits.</summary>
    /// <returns>What it answered.</returns>
    /// <exception cref="IOException">It has ended; it told why on stderr.</exception>
    public async Task<string> AskAsync(string verb, string template, int count = 1)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verb} {template} {count}"));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new IOException($"{program} ended.");
        return JsonDocument.Parse(answer).RootElement.GetString()!;
    }

    public void Dispose()
    {
        // The end of its input ends it.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before.
        }
        _process.WaitForExit();
        _process.Dispose();
    }
}
