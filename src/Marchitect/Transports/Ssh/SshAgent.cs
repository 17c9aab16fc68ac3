using System.Buffers.Binary;
using System.Net.Sockets;
using Renci.SshNet;

namespace Marchitect;

/// <summary>
/// Speaks the agent protocol (draft-ietf-sshm-ssh-agent) over a Unix socket, one connection a question. It blocks: SSH.NET asks for a
/// signature in the middle of its login, which has a thread of its own. A silent agent ends in an <see cref="IOException"/>.
/// </summary>
internal sealed class SshAgent(string path, TimeSpan signTimeLimit)
{
    private const byte Failure = 5;
    private const byte ListRequest = 11;
    private const byte ListAnswer = 12;
    private const byte SignRequest = 13;
    private const byte SignAnswer = 14;
    private const int LargestAnswer = 256 * 1024;

    /// <summary>Listing needs nobody's consent, so an agent that takes longer is not there.</summary>
    private static readonly TimeSpan ListTimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The keys the agent offers.</summary>
    public IReadOnlyList<IPrivateKeySource> List()
    {
        ReadOnlySpan<byte> answer = Ask([ListRequest], ListAnswer, ListTimeLimit);
        if (answer.Length < 4)
            throw new IOException("its answer is cut short");
        var count = BinaryPrimitives.ReadInt32BigEndian(answer);
        answer = answer[4..];
        var keys = new List<IPrivateKeySource>();
        for (var i = 0; i < count; i++)
        {
            var blob = ReadString(ref answer).ToArray();
            ReadString(ref answer); // the comment
            if (HostKey.Read(blob) is { } key)
                keys.Add(new SingleKey(new AgentKey(this, key)));
        }
        return keys;
    }

    /// <summary>Has the agent sign; it may ask its user.</summary>
    public byte[] Sign(byte[] key, byte[] data, uint flags)
    {
        var request = new byte[1 + 4 + key.Length + 4 + data.Length + 4];
        request[0] = SignRequest;
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(1), key.Length);
        key.CopyTo(request, 5);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(5 + key.Length), data.Length);
        data.CopyTo(request, 9 + key.Length);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(9 + key.Length + data.Length), flags);
        ReadOnlySpan<byte> answer = Ask(request, SignAnswer, signTimeLimit);
        return ReadString(ref answer).ToArray();
    }

    private static ReadOnlySpan<byte> ReadString(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || length > rest.Length - 4)
            throw new IOException("its answer is cut short");
        var text = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return text;
    }

    private byte[] Ask(byte[] request, byte expected, TimeSpan limit)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.SendTimeout = socket.ReceiveTimeout = (int)limit.TotalMilliseconds;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            var frame = new byte[4 + request.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame, request.Length);
            request.CopyTo(frame, 4);
            socket.Send(frame);
            var length = BinaryPrimitives.ReadInt32BigEndian(Receive(socket, 4));
            if (length is < 1 or > LargestAnswer)
                throw new IOException($"it answers with {length} bytes");
            var answer = Receive(socket, length);
            if (answer[0] == Failure)
                throw new IOException(expected == SignAnswer ? "it refuses to sign" : "it refuses to answer");
            return answer[0] == expected ? answer[1..] : throw new IOException($"it answers with message {answer[0]} instead of {expected}");
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new IOException($"it did not answer within {limit.TotalSeconds:0.#} s", failure);
        }
    }

    private static byte[] Receive(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var received = 0; received < count;)
        {
            var more = socket.Receive(bytes, received, count - received, SocketFlags.None);
            if (more == 0)
                throw new IOException("it closed the connection");
            received += more;
        }
        return bytes;
    }
}
