using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.Conformance;

/// <summary>Jinja2 itself, where it is installed.</summary>
internal static class Oracle
{
    private const string Python = "/usr/bin/python3";
    private const string Version = "3.1.2";

    private static readonly Lazy<string?> Missing = new(WhatIsMissing);

    public static void SkipUnlessInstalled() => Assert.SkipWhen(Missing.Value is not null, Missing.Value ?? "");

    /// <summary>What each template comes to, in order, by one process; null where the oracle itself gives up.</summary>
    public static async Task<IReadOnlyList<Outcome?>> AskAsync(IReadOnlyCollection<JsonObject> definitions, CancellationToken cancellationToken)
    {
        using var process = Start("-W", "ignore", Path.Combine(ConformanceData.Folder, "oracle.py"));
        try
        {
            // Written, read and listened to at the same time: any of the pipes could fill.
            var asking = WriteAsync(process.StandardInput, definitions, cancellationToken);
            var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
            var outcomes = new List<Outcome?>();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                outcomes.Add(Read(line));
            Assert.True(outcomes.Count == definitions.Count, $"{outcomes.Count} answers to {definitions.Count} questions: {await complaints}");
            await asking;
            return outcomes;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public static async Task<(int ExitStatus, string Output)> RunPythonAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        try
        {
            var stdout = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var stderr = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await stdout + stderr);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task WriteAsync(StreamWriter to, IEnumerable<JsonObject> definitions, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var definition in definitions)
                await to.WriteLineAsync(definition.ToJsonString().AsMemory(), cancellationToken);
            to.Close();
        }
        catch (IOException)
        {
            // It died; what it wrote to stderr tells more than this.
        }
    }

    private static Outcome? Read(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        if (json.TryGetProperty("skipped", out _))
            return null;
        return json.TryGetProperty("output", out var output)
            ? new(output.GetString(), null)
            : new(null, json.GetProperty("error").GetString(), json.TryGetProperty("line", out var at) ? at.GetInt32() : null, json.GetProperty("message").GetString());
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            // Nothing is left beside the scripts: the folder is the working copy's.
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONIOENCODING"] = "utf-8" },
        })!;

    private static string? WhatIsMissing()
    {
        if (!File.Exists(Python))
            return $"There is no {Python} here: apt-get install python3-jinja2";
        using var process = Start("-c", "import jinja2; print(jinja2.__version__)");
        process.StandardInput.Close();
        var found = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return found == Version ? null : $"Jinja2 {Version} is not here{(found.Length == 0 ? "" : $", but {found}")}: apt-get install python3-jinja2 (Debian 12)";
    }
}
