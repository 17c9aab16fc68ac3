using System.Diagnostics;
namespace Marchitect;
/// <summary>x</summary>
public sealed class LocalTransport(string shell = "/bin/sh") : Transport
{
    /// <inheritdoc/>
    public override string Host => "local";
    /// <inheritdoc/>
    public override string Shell => shell;
    /// <inheritdoc/>
    public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default) => Task.FromResult<Connection>(new C());
    private sealed class C : Connection
    {
        public override Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken) {
            var p = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", shellLine]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/root" })!;
            return Task.FromResult<Channel>(new Ch(p)); }
        public override ValueTask DisposeAsync() => default;
    }
    private sealed class Ch : Channel
    {
        private readonly Process _p;
        public Ch(Process p) { _p = p; Ended = E(); }
        private async Task<ChannelEnd> E() { await _p.WaitForExitAsync().ConfigureAwait(false); return new ChannelEnd(_p.ExitCode); }
        public override Stream Stdin => _p.StandardInput.BaseStream;
        public override Stream Stdout => _p.StandardOutput.BaseStream;
        public override Stream Stderr => _p.StandardError.BaseStream;
        public override Task<ChannelEnd> Ended { get; }
        public override ValueTask DisposeAsync() { try { Stdin.Dispose(); } catch (IOException) { } return default; }
    }
}
