using System.Text;

namespace Marchitect.Tests.Transports;

/// <summary>What tests do with a channel.</summary>
internal static class ChannelReading
{
    /// <summary>Starts a program with the given input, and reads all that it says until it has ended.</summary>
    public static async Task<(string Stdout, string Stderr, ChannelEnd End)> RunAsync(
        this Transport transport, string shellLine, string stdin = "")
    {
        await using var connection = await transport.ConnectAsync(Cancel);
        return await connection.RunAsync(shellLine, stdin);
    }

    public static async Task<(string Stdout, string Stderr, ChannelEnd End)> RunAsync(
        this Connection connection, string shellLine, string stdin = "")
    {
        await using var channel = await connection.StartAsync(shellLine, Cancel);
        var stdout = channel.Stdout.ReadAllAsync();
        var stderr = channel.Stderr.ReadAllAsync();
        await channel.Stdin.WriteAsync(Encoding.UTF8.GetBytes(stdin), Cancel);
        await channel.Stdin.DisposeAsync();
        return (Encoding.UTF8.GetString(await stdout), Encoding.UTF8.GetString(await stderr), await channel.Ended.WaitAsync(Cancel));
    }

    public static async Task<byte[]> ReadAllAsync(this Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    public static async Task<string> ReadLineAsync(this Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, Cancel) == 1 && one[0] != '\n')
            line.Add(one[0]);
        return Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Sends bytes of every value through <c>cat</c> and back.</summary>
    public static async Task<bool> CarriesBytesAsync(this Connection connection, int count)
    {
        var sent = new byte[count];
        System.Security.Cryptography.RandomNumberGenerator.Fill(sent);
        await using var channel = await connection.StartAsync("exec /bin/sh -c 'exec cat'", Cancel);
        var back = channel.Stdout.ReadAllAsync();
        await channel.Stdin.WriteAsync(sent, Cancel);
        await channel.Stdin.DisposeAsync();
        return (await back).AsSpan().SequenceEqual(sent) && await channel.Ended.WaitAsync(Cancel) is { ExitStatus: 0, IsLost: false };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
