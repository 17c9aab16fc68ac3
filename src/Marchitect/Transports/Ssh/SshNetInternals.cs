using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Renci.SshNet;
using Renci.SshNet.Messages;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>
/// The few members of SSH.NET that we need and that it keeps to itself. Its public channel (<c>SshCommand</c>) holds a thread for
/// each stream, has no bound on what it buffers, never tells a program the end of an empty stdin, and does not tell when a server
/// refuses to start a program; so the channels are ours, on its messages, encryption and key exchange.
/// </summary>
/// <remarks>
/// Bound when compiled, without reflection, so it works under NativeAOT. A version of SSH.NET without one of them fails on the first
/// connection, with the member's name: the package therefore asks for exactly the version that was tested.
/// </remarks>
internal static class SshNetInternals
{
    /// <summary>A session that is not connected yet.</summary>
    public static SshNetSession NewSession(ConnectionInfo connectionInfo) => NewSession(connectionInfo, NewServiceFactory(), NewSocketFactory());

    /// <summary>Sends a message; blocks while the socket's buffer is full or a key exchange runs.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendMessage")]
    public static extern void Send(SshNetSession session, Message message);

    /// <summary>The TCP socket; null before it is connected and after the end.</summary>
    public static Socket? SocketOf(SshNetSession session) => SocketField(session);

    /// <summary>Why the session ended; null as long as it has not.</summary>
    public static Exception? EndOf(SshNetSession session) => ExceptionField(session);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket? SocketField(SshNetSession session);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_exception")]
    private static extern ref Exception? ExceptionField(SshNetSession session);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SshNetSession NewSession(
        ConnectionInfo connectionInfo,
        [UnsafeAccessorType("Renci.SshNet.IServiceFactory, Renci.SshNet")] object serviceFactory,
        [UnsafeAccessorType("Renci.SshNet.Connection.ISocketFactory, Renci.SshNet")] object socketFactory);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Renci.SshNet.ServiceFactory, Renci.SshNet")]
    private static extern object NewServiceFactory();

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Renci.SshNet.Connection.SocketFactory, Renci.SshNet")]
    private static extern object NewSocketFactory();
}
