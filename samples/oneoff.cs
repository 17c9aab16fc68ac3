#:project ../src/Marchitect.Cli/Marchitect.Cli.csproj
using Marchitect;

if (args is not [var host, var user, var port, var key])
{
    Console.Error.WriteLine("usage: oneoff.cs HOST USER PORT KEY");
    return 2;
}

var machine = SshTransport.WithPrivateKey(host, user, key, port: int.Parse(port));

var uptime = await machine.ExecAsync($"uptime");
Console.WriteLine(uptime.Stdout.Trimmed);

await using var session = await Session.OpenAsync(machine);
foreach (var folder in new[] { "/", "/tmp" })
{
    var free = await session.ExecAsync($"df -P -- {folder}");
    Console.WriteLine(free.Stdout.Lines[^1]);
}
return 0;
