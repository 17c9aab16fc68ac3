using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// The words that our <c>ssh</c> writes on stdout and stderr once it has logged in, before anything of the program there: its
/// LocalCommand (ssh_config(5)) says them. What stands before them is <c>ssh</c>'s own talk, what follows is the program's.
/// </summary>
internal sealed class LoginMark
{
    // A server's banner and the warnings of ssh are shorter.
    private const int TalkLimitBytes = 1024 * 1024;

    private readonly string _mark = $"<{RandomNumberGenerator.GetHexString(32, lowercase: true)}>";

    /// <summary>The local command that says it; after the user's own, where there is one.</summary>
    public string Command(string? usersOwn) =>
        $"{(usersOwn is null ? "" : $"{usersOwn} ; ")}/bin/sh -c 'echo \"{_mark}\"; echo \"{_mark}\" >&2'";

    /// <summary>Reads up to the mark.</summary>
    /// <returns>What came before it, and the stream of what follows; null for that where the stream ended, or was waited for in vain.</returns>
    public async Task<(string Talk, Stream? Program)> ReadAsync(Stream stream, CancellationToken giveUp)
    {
        var mark = Encoding.ASCII.GetBytes(_mark + "\n");
        var read = new byte[4096];
        var length = 0;
        try
        {
            while (length < TalkLimitBytes)
            {
                if (length == read.Length)
                    Array.Resize(ref read, length * 2);
                var count = await stream.ReadAsync(read.AsMemory(length), giveUp).ConfigureAwait(false);
                if (count == 0)
                    break;
                length += count;
                var at = read.AsSpan(0, length).IndexOf(mark);
                if (at >= 0)
                    return (Text(at), new PushBackStream(read.AsMemory(at + mark.Length, length - at - mark.Length), stream));
            }
        }
        catch (OperationCanceledException)
        {
            // What was said until then is what there is to tell.
        }
        return (Text(length), null);

        string Text(int end) => Encoding.UTF8.GetString(read, 0, end);
    }
}
