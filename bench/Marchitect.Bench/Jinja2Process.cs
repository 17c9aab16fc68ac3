using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marchitect.Bench;

/// <summary>Jinja2 in one running Python, so that what is measured is its work and not its start.</summary>
internal sealed class Jinja2Process : IDisposable
{
    private readonly Process _process;

    public Jinja2Process(string folder, string templates) =>
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(folder, "jinja2_bench.py"), templates])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;

    /// <summary>Has something done so many times, and waits.</summary>
    /// <returns>What it answered.</returns>
    public async Task<string> AskAsync(string verb, string template, int count = 1)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verb} {template} {count}"));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new MarchitectException("Jinja2 ended; what it said stands above.");
        return JsonDocument.Parse(answer).RootElement.GetString()!;
    }

    public void Dispose()
    {
        // The end of its input ends it.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
