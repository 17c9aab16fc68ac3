using System.Runtime.InteropServices;
using Marchitect.Bench;

// Marchitect.Bench REPOSITORY [--quick] [SECTION...]; bench/run is how it is started.
var sections = new Dictionary<string, Func<Testbed, Report, Task>>
{
    ["commands"] = CommandsSection.RunAsync,
    ["bulk"] = BulkSection.RunAsync,
    ["tree"] = TreeSection.RunAsync,
    ["connect"] = ConnectSection.RunAsync,
    ["roundtrips"] = RoundTripsSection.RunAsync,
    ["prefabs"] = PrefabsSection.RunAsync,
    ["native"] = NativeSection.RunAsync,
    ["jinja"] = JinjaSection.RunAsync,
    ["config"] = ConfigSection.RunAsync,
    ["fifty"] = FiftySection.RunAsync,
};
var repository = args[0];
var isQuick = args.Contains("--quick");
var wanted = args.Skip(1).Where(a => a != "--quick").ToArray();
if (wanted.FirstOrDefault(name => !sections.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no section '{unknown}'; there are: {string.Join(' ', sections.Keys)}");
    return 2;
}

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTermination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
try
{
    await using var bed = await Testbed.StartAsync(repository, isQuick, interrupted.Token);
    var report = new Report(Console.Out);
    await Machine.DescribeAsync(bed, report);
    foreach (var (name, run) in sections)
    {
        if (wanted.Length > 0 && !wanted.Contains(name))
            continue;
        Console.Error.WriteLine($"-- {name}");
        await run(bed, report);
    }
    return 0;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted; the server and its files are gone.");
    return 130;
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
