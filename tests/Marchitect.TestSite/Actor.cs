namespace Marchitect.TestSite;

/// <summary>Does what a test asks for by the mode.</summary>
internal sealed class Actor : Whiteprint
{
    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case "say":
                await ExecAsync($"echo said; echo warned >&2", cancellationToken);
                break;
            case "root":
                await ExecAsync($"id -un", new() { As = Become.Sudo() }, cancellationToken);
                break;
            case "fail":
                await ExecAsync($"echo no luck >&2; exit 3", cancellationToken);
                break;
            case "throw":
                throw new FormatException("Seven is no colour.");
            case "talk":
                for (var line = 0; line < 2000; line++)
                    await ExecAsync($"echo {new string('x', 100)}", cancellationToken);
                break;
            case "resource":
                await ExecAsync($"cat -- {Resource("file.txt")}", cancellationToken);
                break;
            // Waits until the test lets it go, by a file, and tells by others how far it came.
            case "wait":
                var sign = Environment.GetEnvironmentVariable("SIGN") ?? throw new InvalidOperationException("SIGN is not set.");
                await ExecAsync($"echo > {sign}.begun; while [ ! -e {sign}.go ]; do sleep 0.05; done; echo > {sign}.ended", cancellationToken);
                break;
            default:
                break;
        }
    }

    protected override Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken) =>
        Task.FromResult(mode == "fail" ? "it is off." : null);
}
