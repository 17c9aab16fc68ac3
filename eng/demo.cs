#:project ../src/Marchitect.Testing/Marchitect.Testing.csproj
#:property PublishAot=false
// What ./demo shows: a throw-away SSH server, samples/hello.cs run against it, and what then stands there. The server's users
// have a home folder of its own, so that nothing of this machine is touched.
//
//   dotnet run eng/demo.cs -- REPOSITORY

using System.Diagnostics;
using System.Runtime.InteropServices;
using Marchitect.Testing;

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTermination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

var home = Directory.CreateTempSubdirectory("marchitect-demo-").FullName;
try
{
    var options = new ThrowAwaySshdOptions { Environment = new Dictionary<string, string> { ["HOME"] = home } };
    await using var sshd = await ThrowAwaySshd.StartAsync(options, interrupted.Token);
    Console.WriteLine($"A throw-away SSH server listens on {ThrowAwaySshd.Address}:{sshd.Port}.\n");

    string[] arguments =
    [
        "install", $"{sshd.User}@{ThrowAwaySshd.Address}:{sshd.Port}", "--identity", sshd.ClientKeyPath, "--known-hosts", sshd.KnownHostsPath,
    ];
    Console.WriteLine($"$ dotnet run samples/hello.cs -- {string.Join(' ', arguments)}");
    var status = await RunAsync("dotnet", ["run", "-c", "Release", "--no-build", "samples/hello.cs", "--", .. arguments], interrupted.Token);
    if (status != 0)
    {
        Console.Error.WriteLine($"\nThe plan failed. What the server saw:\n{sshd.Log}");
        return status;
    }

    Console.WriteLine("\nWhat now stands on the target:");
    var files = Directory.GetFiles(home, "*", SearchOption.AllDirectories);
    if (files.Length == 0)
    {
        Console.Error.WriteLine("  nothing, though the plan ended well.");
        return 1;
    }
    foreach (var file in files.Order(StringComparer.Ordinal))
    {
        Console.WriteLine($"\n  ~/{Path.GetRelativePath(home, file)}");
        foreach (var line in File.ReadLines(file))
            Console.WriteLine($"    {line}");
    }

    Console.WriteLine("\nThe server and its files are gone now. The same program sets up a machine of yours:");
    Console.WriteLine("  dotnet run samples/hello.cs -- install USER@HOST");
    return 0;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted; the server and its files are gone.");
    return 130;
}
finally
{
    Directory.Delete(home, recursive: true);
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

async Task<int> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = args[0] })!;
    try
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
    finally
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
